"""What really happened, for tests only: the pipeline never reads this folder."""

import numpy as np
import pyarrow as pa

from dagster_project.demo import crm, erp, shop
from dagster_project.demo.baskets import Lines
from dagster_project.demo.clock import EPOCH, LAST_HISTORY_DAY, MINUTES, NEVER, timestamps
from dagster_project.demo.complaints import KINDS, Tickets
from dagster_project.demo.crm import Accounts
from dagster_project.demo.industries import CANONICAL
from dagster_project.demo.orders import Orders
from dagster_project.demo.places import CITY_OF_PLACE, PROVINCE_OF_PLACE
from dagster_project.demo.population import CHANNELS, Population
from dagster_project.demo.purchases import Purchases
from dagster_project.demo.records import Identity, Record
from dagster_project.demo.refunds import Refunds
from dagster_project.demo.text import cents, choose, number, take
from dagster_project.demo.tickets import ticket_ids, ticket_numbers


def business_dates(day: np.ndarray) -> pa.Array:
    """Dates of the file a row is in; days of the history become its last day, NEVER becomes null."""
    absent = day >= NEVER
    values = np.datetime64(EPOCH) + np.where(absent, 0, np.maximum(day, LAST_HISTORY_DAY))
    return pa.array(values.astype("datetime64[D]"), mask=absent)


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
        "customers": _customers(people, identity, purchases),
        "records": _records(people, records, accounts, orders, users_since),
        "orders": _orders(people, orders, lines),
        "refunds": _refunds(people, refunds, orders),
        "tickets": _tickets(people, orders, tickets, chunk),
        "duplicates": _duplicates(people, accounts),
        "alive": _alive(people, purchases),
    }


def _first_minutes(people: Population, purchases: Purchases) -> np.ndarray:
    first = np.full(len(people), NEVER)
    np.minimum.at(first, purchases.customer, purchases.minute)
    return first


def _alive(people: Population, purchases: Purchases) -> pa.Table:
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


def _customers(people: Population, identity: Identity, purchases: Purchases) -> pa.Table:
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


def _records(
    people: Population, records: dict[str, Record], accounts: Accounts, orders: Orders, users_since: np.ndarray
) -> pa.Table:
    booked = np.zeros(len(people), bool)
    booked[orders.customer[~orders.is_shop_only]] = True
    held = {
        "crm": ("accounts", accounts.registered < NEVER, crm.account_numbers(people.ids)),
        "crm duplicate": ("accounts", accounts.second_registered < NEVER, crm.account_numbers(people.ids, second=True)),
        "erp": ("customers", booked, erp.customer_numbers(people.ids)),
        "ecommerce": ("users", users_since < NEVER, shop.user_numbers(people.ids)),
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


def _orders(people: Population, orders: Orders, lines: Lines) -> pa.Table:
    booked = ~orders.is_shop_only
    known = orders.known_day
    corrected = np.where(orders.first_total_cents != orders.total_cents, orders.second_day, NEVER)
    return pa.table(
        {
            "true_order_id": orders.true_id,
            "true_customer_id": people.ids[orders.customer],
            "ordered_at": timestamps(orders.minute),
            "total_amount": _money(orders.total_cents),
            "first_total_amount": _money(orders.first_total_cents),
            "discount_amount": _money(orders.discount_cents),
            "line_count": np.bincount(lines.order, minlength=len(orders)),
            "sales_channel": take(CHANNELS, orders.channel),
            "is_cancelled": orders.is_cancelled,
            "is_last_before_loss": orders.is_last_before_loss,
            "erp_order_id": choose(booked, erp.order_numbers(orders.true_id), None),
            "second_erp_order_id": choose(orders.is_synced_twice, erp.order_numbers(orders.true_id, 1), None),
            "shop_order_id": choose(orders.is_online, erp.shop_numbers(orders.true_id), None),
            "has_unknown_buyer": orders.has_unknown_buyer,
            "business_date": business_dates(known),
            "corrected_business_date": business_dates(corrected),
            "final_business_date": business_dates(orders.second_day),
            "is_quarantined": known >= NEVER,
        }
    )


def _refunds(people: Population, refunds: Refunds, orders: Orders) -> pa.Table:
    return pa.table(
        {
            "refund_id": number(refunds.true_id, 10, "R"),
            "true_order_id": orders.true_id[refunds.order],
            "true_customer_id": people.ids[orders.customer[refunds.order]],
            "amount": _money(refunds.cents),
            "refunded_at": timestamps(refunds.minute),
            "is_full": refunds.line < 0,
            "is_quarantined": refunds.break_kind > 0,
            "business_date": business_dates(refunds.minute // MINUTES),
        }
    )


def _tickets(people: Population, orders: Orders, tickets: Tickets, chunk: int) -> pa.Table:
    return pa.table(
        {
            "ticket_id": ticket_numbers(ticket_ids(tickets, chunk)),
            "true_customer_id": people.ids[orders.customer[tickets.order]],
            "true_order_id": orders.true_id[tickets.order],
            "kind": take(KINDS, tickets.kind),
            "is_badly_handled": tickets.is_bad,
            "created_at": timestamps(tickets.created, 7),
            "resolved_at": timestamps(tickets.resolved, 23),
            "satisfaction_score": pa.array(tickets.score, mask=tickets.score == 0),
            "business_date": business_dates(tickets.created // MINUTES),
        }
    )


def _duplicates(people: Population, accounts: Accounts) -> pa.Table:
    second = accounts.second_registered < NEVER
    return pa.table(
        {
            "true_customer_id": people.ids,
            "account_id": crm.account_numbers(people.ids),
            "duplicate_account_id": crm.account_numbers(people.ids, second=True),
        }
    ).filter(pa.array(second))


def _money(values: np.ndarray) -> pa.Array:
    return cents(values).cast(pa.decimal128(18, 2))
