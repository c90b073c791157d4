"""Who a customer truly is: name and keys before any system misspells them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.parameters import DirtRates
from dagster_project.demo.text import choose, join, stream
from dagster_project.demo.words import names

PHONE, EMAIL = 0, 1


@dataclass(frozen=True)
class Identity:
    """The true names and keys of a chunk's customers, before any system misspells them."""

    name: pa.Array
    prefix: pa.Array
    middle: pa.Array
    suffix: pa.Array
    phone: pa.Array
    email: pa.Array
    tax_id: pa.Array
    anchor: np.ndarray  # the key every system holds: PHONE or EMAIL
    fuzzy_system: np.ndarray  # 0 none, 1 erp, 2 ecommerce, 3 tickets: the record that shares no key
    switchboard: np.ndarray  # group that shares a telephone number, -1 none
    mailbox: np.ndarray  # group that shares a mailbox, -1 none


def draw_identity(people: Population, dirt: DirtRates, *, seed: int, chunk: int) -> Identity:
    """True names and keys; shared switchboards and mailboxes join four companies each."""
    rng = stream(seed, chunk, "identity")
    count = len(people)
    parts = names.company_parts(rng, place=people.place, industry=people.industry, is_latin=people.is_latin)
    person = names.person_names(rng, count, people.is_latin)
    anchor = np.where(rng.random(count) < 0.6, PHONE, EMAIL)
    draws = rng.random((3, count))
    switchboard = _groups(people.is_business & (draws[0] < dirt.shared_switchboard), people.ids)
    mailbox = _groups(people.is_business & (switchboard < 0) & (draws[1] < dirt.shared_mailbox), people.ids)
    anchor = np.where(switchboard >= 0, EMAIL, np.where(mailbox >= 0, PHONE, anchor))
    fuzzy = np.where(
        (draws[2] < dirt.needs_fuzzy) & (switchboard < 0) & (mailbox < 0), rng.integers(1, 3, size=count), 0
    )
    tax = pc.if_else(
        pa.array(people.is_business), names.tax_ids(people.ids, people.place), pa.scalar(None, pa.string())
    )
    return Identity(
        choose(people.is_business, join(*parts), person),
        *parts,
        phone=names.mobiles(people.ids),
        email=names.emails(people.ids, people.is_business),
        tax_id=tax,
        anchor=anchor,
        fuzzy_system=fuzzy,
        switchboard=switchboard,
        mailbox=mailbox,
    )


def _groups(chosen: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """Numbers the chosen rows in groups of four, unique over all chunks; a last group of one is dropped."""
    group = np.full(len(chosen), -1, dtype=np.int64)
    rows = np.flatnonzero(chosen)
    rows = rows[: len(rows) // 4 * 4] if len(rows) >= 4 else rows[: len(rows) // 2 * 2]
    if len(rows):
        group[rows] = ids[rows[np.arange(len(rows)) // 4 * 4]]
    return group
