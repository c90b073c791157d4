"""Identifiers as each system writes them, and the date formats of the ERP and the ticket system."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.complaints import Tickets
from dagster_project.demo.behaviour.orders import ORDERS_PER_CHUNK
from dagster_project.demo.clock import timestamps
from dagster_project.demo.text import choose, join, number
from dagster_project.demo.words.names import scrambled

SECOND_COPY = 5_000_000_000
ORPHAN = 8_000_000_000


def order_numbers(true_id: np.ndarray, copy: np.ndarray | int = 0) -> pa.Array:
    return number(true_id + np.asarray(copy) * SECOND_COPY, 10, "SO")


def shop_numbers(true_id: np.ndarray) -> pa.Array:
    return number(true_id, 10, "W")


def customer_numbers(ids: np.ndarray) -> pa.Array:
    return number(scrambled(ids, 51), 8, "K")


def erp_date(minutes: np.ndarray, day_first: np.ndarray | None = None) -> pa.Array:
    """2025/03/07 14:05, or 07.03.2025 14:05 where `day_first`."""
    text = pc.cast(timestamps(minutes), pa.string())
    usual = pc.replace_substring(pc.utf8_slice_codeunits(text, 0, 16), "-", "/")
    if day_first is None:
        return usual
    year, month, day, time = (pc.utf8_slice_codeunits(text, *cut) for cut in ((0, 4), (5, 7), (8, 10), (10, 16)))
    return choose(day_first, join(day, ".", month, ".", year, time), usual)


def account_numbers(ids: np.ndarray, *, second: bool = False) -> pa.Array:
    return number(scrambled(ids, 54 if second else 53), 8, "D" if second else "A")


def user_numbers(ids: np.ndarray) -> pa.Array:
    return number(scrambled(ids, 52), 8, "U")


def ticket_ids(tickets: Tickets, chunk: int) -> np.ndarray:
    return np.arange(len(tickets), dtype=np.int64) + chunk * ORDERS_PER_CHUNK


def ticket_numbers(true_id: np.ndarray) -> pa.Array:
    return number(true_id, 10, "T")


def iso_utc(minutes: np.ndarray, seconds: int) -> pa.Array:
    """2025-03-07T06:05:11Z."""
    text = timestamps(minutes, seconds, utc=True).cast(pa.string())
    return join(pc.replace_substring(text, " ", "T"), "Z")
