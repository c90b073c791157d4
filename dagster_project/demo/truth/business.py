"""True orders, refunds and tickets, with the date from which each is knowable."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.baskets import Lines
from dagster_project.demo.behaviour.complaints import KINDS, Tickets
from dagster_project.demo.behaviour.orders import Orders
from dagster_project.demo.behaviour.population import CHANNELS, Population
from dagster_project.demo.behaviour.refunds import Refunds
from dagster_project.demo.clock import EPOCH, LAST_HISTORY_DAY, MINUTES, NEVER, timestamps
from dagster_project.demo.systems.keys import order_numbers, shop_numbers, ticket_ids, ticket_numbers
from dagster_project.demo.text import cents, choose, number, take


def business_dates(day: np.ndarray) -> pa.Array:
    """Dates of the file a row is in; days of the history become its last day, NEVER becomes null."""
    absent = day >= NEVER
    values = np.datetime64(EPOCH) + np.where(absent, 0, np.maximum(day, LAST_HISTORY_DAY))
    return pa.array(values.astype("datetime64[D]"), mask=absent)


def orders_table(people: Population, orders: Orders, lines: Lines) -> pa.Table:
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
            "erp_order_id": choose(booked, order_numbers(orders.true_id), None),
            "second_erp_order_id": choose(orders.is_synced_twice, order_numbers(orders.true_id, 1), None),
            "shop_order_id": choose(orders.is_online, shop_numbers(orders.true_id), None),
            "has_unknown_buyer": orders.has_unknown_buyer,
            "business_date": business_dates(known),
            "corrected_business_date": business_dates(corrected),
            "final_business_date": business_dates(orders.second_day),
            "is_quarantined": known >= NEVER,
        }
    )


def refunds_table(people: Population, refunds: Refunds, orders: Orders) -> pa.Table:
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


def tickets_table(people: Population, orders: Orders, tickets: Tickets, chunk: int) -> pa.Table:
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


def _money(values: np.ndarray) -> pa.Array:
    return cents(values).cast(pa.decimal128(18, 2))
