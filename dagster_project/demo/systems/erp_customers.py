"""The ERP's nightly dump of customers, in GB18030."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import MINUTES, NEVER, TOTAL_DAYS
from dagster_project.demo.extract import Extract
from dagster_project.demo.systems.keys import customer_numbers, erp_date
from dagster_project.demo.text import choose, join, number, stream, take
from dagster_project.demo.words.places import CITY_OF_PLACE, DISTRICTS, PROVINCE_OF_PLACE, STREETS


def addresses(rng: np.random.Generator, people: Population) -> pa.Array:
    size = len(people)
    return join(
        take(PROVINCE_OF_PLACE, people.place),
        take(CITY_OF_PLACE, people.place),
        take(DISTRICTS, rng.integers(len(DISTRICTS), size=size)),
        take(STREETS, rng.integers(len(STREETS), size=size)),
        number(rng.integers(1, 999, size=size)),
        "号",
    )


def customers_extract(people: Population, record: Record, orders: Orders, *, seed: int, chunk: int) -> Extract:
    """Nightly dump of everyone with an ERP order; three in a hundred move house once."""
    rng = stream(seed, chunk, "erp customers")
    created = np.full(len(people), NEVER)
    booked = np.flatnonzero(~orders.is_shop_only)
    np.minimum.at(created, orders.customer[booked], orders.minute[booked])
    moved = np.where(rng.random(len(people)) < 0.03, created // MINUTES + rng.integers(5, 600, size=len(people)), NEVER)
    first, second = np.flatnonzero(created < NEVER), np.flatnonzero((moved < TOTAL_DAYS) & (created < NEVER))
    row = np.concatenate([first, second])
    is_second = np.arange(len(row)) >= len(first)
    changed = np.where(is_second, moved[row] * MINUTES + 600, created[row])
    old, new = addresses(rng, people), addresses(rng, people)
    picked = pa.array(row)
    table = pa.table(
        {
            "CustNo": customer_numbers(people.ids).take(picked),
            "CustName": record.name.take(picked),
            "TaxNo": record.tax_id.take(picked),
            "Telephone": record.phone.take(picked),
            "Mail": record.email.take(picked),
            "Address": choose(is_second, new.take(picked), old.take(picked)),
            "ChangedOn": erp_date(changed),
        }
    )
    until = np.where(is_second, NEVER, np.where(moved[row] < TOTAL_DAYS, moved[row], NEVER))
    return Extract("erp", "customers", table, changed // MINUTES, until)
