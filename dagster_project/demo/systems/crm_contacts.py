"""The CRM's contact persons."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.identity import Identity
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.extract import Extract
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.text import choose, number, stream, take
from dagster_project.demo.words import names

TITLES = ("采购经理", "总经理", "财务", "行政", "技术负责人")


def contacts_extract(people: Population, identity: Identity, accounts: Accounts, *, seed: int, chunk: int) -> Extract:
    """Up to three people per company; eight companies in a hundred have none, many people lack a phone or mailbox."""
    rng = stream(seed, chunk, "contacts")
    counts = np.where(
        people.is_business & (accounts.registered < NEVER), rng.choice(4, len(people), p=[0.08, 0.5, 0.3, 0.12]), 0
    )
    row = np.repeat(np.arange(len(people)), counts)
    position = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    key = people.ids[row] * 4 + position
    main, picked = position == 0, pa.array(row)
    no_phone, no_mail = rng.random(len(row)) < 0.2, rng.random(len(row)) < 0.25
    title = rng.integers(len(TITLES), size=len(row))
    minute = accounts.registered[row] + position * MINUTES
    table = pa.table(
        {
            "ContactNo": number(key, 9, "P"),
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
    return Extract("crm", "contacts", table, minute // MINUTES)
