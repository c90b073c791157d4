"""True customers, their records and their state at every month end."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import CHANNELS, Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import EPOCH, MINUTES, NEVER, timestamps
from dagster_project.demo.systems.keys import account_numbers, customer_numbers, user_numbers
from dagster_project.demo.text import choose, take
from dagster_project.demo.words.industries import CANONICAL
from dagster_project.demo.words.places import CITY_OF_PLACE, PROVINCE_OF_PLACE


def _first_minutes(people: Population, purchases: Purchases) -> np.ndarray:
    first = np.full(len(people), NEVER)
    np.minimum.at(first, purchases.customer, purchases.minute)
    return first


def alive_table(people: Population, purchases: Purchases) -> pa.Table:
    """One row per customer and month end from the first purchase on."""
    ends = (
        np.arange("2024-02", "2026-06", dtype="datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
    ).astype("datetime64[D]")
    after = ((ends - np.datetime64(EPOCH)).astype(np.int64) + 1) * MINUTES
    row, month = np.nonzero(_first_minutes(people, purchases)[:, None] < after[None, :])
    return pa.table(
        {
            "true_customer_id": people.ids[row],
            "month_end": pa.array(ends[month]),
            "is_alive": purchases.dropped_minute[row] >= after[month],
        }
    )


def customers_table(people: Population, identity: Identity, purchases: Purchases) -> pa.Table:
    first = _first_minutes(people, purchases)
    return pa.table(
        {
            "true_customer_id": people.ids,
            "customer_type": take(["consumer", "business"], people.is_business.astype(np.int64)),
            "is_prospect": people.is_prospect,
            "name": identity.name,
            "industry": choose(people.is_business, take(CANONICAL, people.industry), None),
            "province": take(PROVINCE_OF_PLACE, people.place),
            "city": take(CITY_OF_PLACE, people.place),
            "main_channel": take(CHANNELS, people.main_channel),
            "purchase_rate_per_day": people.purchase_rate,
            "dropout_probability": people.dropout_probability,
            "mean_order_amount": people.spend_shape / people.spend_rate,
            "is_price_sensitive": people.is_sensitive,
            "first_purchased_at": timestamps(first),
            "dropped_at": timestamps(purchases.dropped_minute),
            "favourite_category": people.affinity.argmax(axis=1),
        }
    )


def records_table(
    people: Population, records: dict[str, Record], accounts: Accounts, orders: Orders, users_since: np.ndarray
) -> pa.Table:
    booked = np.zeros(len(people), bool)
    booked[orders.customer[~orders.is_shop_only]] = True
    held = {
        "crm": ("accounts", accounts.registered < NEVER, account_numbers(people.ids)),
        "crm duplicate": ("accounts", accounts.second_registered < NEVER, account_numbers(people.ids, second=True)),
        "erp": ("customers", booked, customer_numbers(people.ids)),
        "ecommerce": ("users", users_since < NEVER, user_numbers(people.ids)),
    }
    tables = []
    for system, (entity, known, numbers) in held.items():
        names = {"system": system.split(" ")[0], "entity": entity}
        words = {name: take([value], np.zeros(len(people), np.int64)) for name, value in names.items()}
        flags = {name: pa.array(values) for name, values in records[system].flags.items()}
        spelled = {name: getattr(records[system], name) for name in ("name", "phone", "email", "tax_id")}
        table = pa.table(words | {"record_id": numbers, "true_customer_id": people.ids} | flags | spelled)
        tables.append(table.filter(pa.array(known)))
    return pa.concat_tables(tables)


def duplicates_table(people: Population, accounts: Accounts) -> pa.Table:
    second = accounts.second_registered < NEVER
    return pa.table(
        {
            "true_customer_id": people.ids,
            "account_id": account_numbers(people.ids),
            "duplicate_account_id": account_numbers(people.ids, second=True),
        }
    ).filter(pa.array(second))
