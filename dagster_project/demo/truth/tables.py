"""One chunk of every truth table but dirt: for tests only, the pipeline never reads them."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.complaints import Tickets
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.purchases import Purchases
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.behaviour.refunds import Refunds
from dagster_project.demo.truth.business import orders_table, refunds_table, tickets_table
from dagster_project.demo.truth.people import alive_table, customers_table, duplicates_table, records_table


def truth_tables(
    people: Population,
    identity: Identity,
    records: dict[str, Record],
    accounts: Accounts,
    purchases: Purchases,
    orders: Orders,
    lines: Lines,
    refunds: Refunds,
    tickets: Tickets,
    users_since: np.ndarray,
    *,
    chunk: int,
) -> dict[str, pa.Table]:
    """One chunk of every truth table but dirt."""
    return {
        "customers": customers_table(people, identity, purchases),
        "records": records_table(people, records, accounts, orders, users_since),
        "orders": orders_table(people, orders, lines),
        "refunds": refunds_table(people, refunds, orders),
        "tickets": tickets_table(people, orders, tickets, chunk),
        "duplicates": duplicates_table(people, accounts),
        "alive": alive_table(people, purchases),
    }
