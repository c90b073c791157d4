"""The CRM's nightly dump of accounts, with duplicates, deletions and changes."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import LAST_HISTORY_DAY, MINUTES, NEVER, TOTAL_DAYS
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
    """Every account on every day it exists; a change or a closing starts another row, a deletion ends it."""
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
    later = _closing_rows(accounts, row, begins, ends)
    closes, last, was_dropped = accounts.closed_day[row[later]], ends[later], is_dropped[later]
    ends[later], is_dropped[later] = closes, False
    row, stage, since = (np.concatenate([values, values[later]]) for values in (row, stage, since))
    begins, ends = np.concatenate([begins, closes]), np.concatenate([ends, last])
    is_dropped = np.concatenate([is_dropped, was_dropped])
    closed = accounts.closed_day[row]
    table = account_columns(
        people,
        accounts,
        records,
        parameters,
        row=row,
        stage=stage,
        since=since,
        closed_day=np.where(closed <= np.maximum(begins, LAST_HISTORY_DAY), closed, NEVER),
        owner_count=owner_count,
        seed=seed,
        chunk=chunk,
    )
    keys = table["AccountNumber"]
    is_second = (stage == 2) & (np.arange(len(row)) < len(row) - len(later))
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


def _closing_rows(accounts: Accounts, row: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Positions of rows whose account closes after the history: the dumps until then show it open."""
    closed = accounts.closed_day[row]
    return np.flatnonzero((closed > LAST_HISTORY_DAY) & (begins < closed) & (closed < ends))
