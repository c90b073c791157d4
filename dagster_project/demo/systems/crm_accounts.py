"""The CRM's nightly dump of accounts, with duplicates, deletions and changes."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import MINUTES, NEVER, TOTAL_DAYS
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.crm_account_columns import account_columns
from dagster_project.demo.truth.dirt import DELETE, MERGE, Dirt


def accounts_extract(
    people: Population,
    accounts: Accounts,
    records: tuple[Record, Record],
    parameters: DemoParameters,
    *,
    owner_count: int,
    seed: int,
    chunk: int,
) -> tuple[Extract, list[Dirt]]:
    """Every account on every day it exists; a change starts a second row, a deletion ends it."""
    first = np.flatnonzero(accounts.registered < NEVER)
    changed = np.flatnonzero(
        (accounts.registered < NEVER) & (accounts.changed_day < np.minimum(accounts.deleted_day, TOTAL_DAYS))
    )
    second = np.flatnonzero(accounts.second_registered < NEVER)
    row = np.concatenate([first, changed, second])
    stage = np.repeat([0, 1, 2], [len(first), len(changed), len(second)])
    since = np.where(stage == 2, accounts.second_registered[row], accounts.registered[row])
    begins = np.where(stage == 1, accounts.changed_day[row], since // MINUTES)
    ends = np.where(
        stage == 0, np.minimum(accounts.changed_day[row], accounts.deleted_day[row]), accounts.deleted_day[row]
    )
    ends = np.where(stage == 2, accounts.second_deleted_day[row], ends)
    is_dropped = (ends < TOTAL_DAYS) & ~((stage == 0) & (accounts.changed_day[row] < accounts.deleted_day[row]))
    table = account_columns(
        people,
        accounts,
        records,
        parameters,
        row=row,
        stage=stage,
        since=since,
        owner_count=owner_count,
        seed=seed,
        chunk=chunk,
    )
    keys = table["AccountNumber"]
    is_second = stage == 2
    found = [
        Dirt(
            "deleted_row",
            "crm",
            "accounts",
            "crm/accounts",
            DELETE,
            keys.filter(pa.array(is_dropped)),
            ends[is_dropped],
        ),
        Dirt(
            "duplicate_account",
            "crm",
            "accounts",
            "crm/accounts",
            MERGE,
            keys.filter(pa.array(is_second)),
            begins[is_second],
        ),
    ]
    return Extract("crm", "accounts", table, begins, ends), found
