"""The CRM's contact persons."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import phone_variant
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.text import choose, number, stream, take
from dagster_project.demo.words import names

TITLES = ("采购经理", "总经理", "财务", "行政", "技术负责人")
_AGAIN = 3  # nobody has a fourth contact: the number of the main one under the duplicate account


def contact_numbers(ids: np.ndarray, position: np.ndarray | int) -> pa.Array:
    """Number of a company's contact: 0 is the main one."""
    return number(ids * 4 + position, 9, "P")


def contact_counts(people: Population, accounts: Accounts, *, seed: int, chunk: int) -> np.ndarray:
    """How many contacts each customer has under his first account."""
    return _counts(stream(seed, chunk, "contacts"), people, accounts)


def _counts(rng: np.random.Generator, people: Population, accounts: Accounts) -> np.ndarray:
    known = people.is_business & (accounts.registered < NEVER)
    return np.where(known, rng.choice(4, len(people), p=[0.08, 0.5, 0.3, 0.12]), 0)


def contacts_extract(
    people: Population, identity: Identity, accounts: Accounts, *, seed: int, chunk: int
) -> tuple[Extract, pa.Table]:
    """Up to three people per company; eight companies in a hundred have none, many people lack a phone or mailbox.

    Whoever made a company's account twice typed its main contact twice. The table says who each contact truly is.
    """
    rng = stream(seed, chunk, "contacts")
    counts = _counts(rng, people, accounts)
    row = np.repeat(np.arange(len(people)), counts)
    position = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    key = people.ids[row] * 4 + position
    main, picked = position == 0, pa.array(row)
    no_phone, no_mail = rng.random(len(row)) < 0.2, rng.random(len(row)) < 0.25
    title = rng.integers(len(TITLES), size=len(row))
    minute = accounts.registered[row] + position * MINUTES
    first = pa.table(
        {
            "ContactNo": contact_numbers(people.ids[row], position),
            "AccountNumber": account_numbers(people.ids[row]),
            "FullName": names.person_names(rng, len(row), people.is_latin[row]),
            "Title": take(TITLES, title),
            "DecisionMaker": take(["N", "Y"], (title <= 1).astype(np.int64)),
            "Mobile": choose(no_phone, None, choose(main, identity.phone.take(picked), names.mobiles(key, 1))),
            "Email": choose(
                no_mail, None, choose(main, identity.email.take(picked), names.emails(key, people.is_business[row], 5))
            ),
            "ModifiedAt": pc.cast(timestamps(minute, 5), pa.string()),
        }
    )
    again = np.flatnonzero(main & (accounts.second_registered[row] < NEVER))
    second_minute = accounts.second_registered[row[again]]
    second = _typed_again(first.take(pa.array(again)), people.ids[row[again]], second_minute, seed=seed, chunk=chunk)
    table = pa.concat_tables([first, second])
    person = np.concatenate([key, key[again]])
    truth = {
        "contact_id": table["ContactNo"],
        "true_customer_id": people.ids[np.concatenate([row, row[again]])],
        "true_person_id": person,
    }
    return Extract("crm", "contacts", table, np.concatenate([minute, second_minute]) // MINUTES), pa.table(truth)


def _typed_again(table: pa.Table, ids: np.ndarray, minute: np.ndarray, *, seed: int, chunk: int) -> pa.Table:
    """The same persons under the duplicate account: other spellings of phone and mailbox, one in ten lacks either."""
    rng = stream(seed, chunk, "contacts again")
    phone, mail = (table[name].combine_chunks() for name in ("Mobile", "Email"))
    no_phone, no_mail, loud = (rng.random(len(ids)) < share for share in (0.1, 0.1, 0.15))
    changed = {
        "ContactNo": contact_numbers(ids, _AGAIN),
        "AccountNumber": account_numbers(ids, second=True),
        "Mobile": choose(no_phone, None, phone_variant(rng, phone, rng.random(len(ids)) < 0.5)),
        "Email": choose(no_mail, None, choose(loud, pc.utf8_upper(mail), mail)),
        "ModifiedAt": pc.cast(timestamps(minute, 5), pa.string()),
    }
    return pa.table({name: changed.get(name, table[name]) for name in table.column_names})
