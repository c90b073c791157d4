"""Files of lake/identity: one folder a table and as-of date, an empty one always, so that dbt reads their shape."""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.identity.cache import write_parquet
from dagster_project.settings import Settings

NO_DATE = date(1970, 1, 1)
TABLES = {
    # Which customer every source record belongs to.
    "crosswalk": {
        "record_system": "varchar",
        "record_entity": "varchar",
        "record_id": "varchar",
        "customer_id": "varchar",
        "issued_on": "date",
        "person_id": "varchar",
        "link_rule": "varchar",
        "match_weight": "double",
    },
    # Keys (tax number, ERP number, phone, e-mail) that may be trusted and belong to one customer.
    "keys": {"key_kind": "varchar", "key_value": "varchar", "customer_id": "varchar"},
    # Merges and splits of the day.
    "events": {
        "kind": "varchar",
        "from_customer_id": "varchar",
        "to_customer_id": "varchar",
        "record_count": "bigint",
        "records": "varchar",
        "link_rule": "varchar",
        "match_weight": "double",
        "explanation": "varchar",
    },
    # Pairs that were joined, with the reason.
    "links": {
        "left_record": "varchar",
        "right_record": "varchar",
        "link_rule": "varchar",
        "match_weight": "double",
        "explanation": "varchar",
    },
    # Pairs that a person should look at.
    "review": {
        "left_record": "varchar",
        "right_record": "varchar",
        "reason": "varchar",
        "match_weight": "double",
        "explanation": "varchar",
    },
}


def partition(settings: Settings, table: str, as_of: date) -> Path:
    """The file of one table and day."""
    return settings.lake / "identity" / table / f"as_of_date={as_of.isoformat()}" / f"{table}.parquet"


def write_day(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> None:
    """Write a day's files from the tables of a run. The cross-walk comes last: it says that the day is done."""
    for table, source in _OF_RUN.items():
        write_parquet(connection, f"select {', '.join(TABLES[table])} from {source}", partition(settings, table, as_of))


_OF_RUN = {
    "keys": "owned_keys",
    "links": "joined",
    "review": "review",
    "events": "told_events",
    "crosswalk": "walk",
}


def prepare_identity_folders(settings: Settings) -> None:
    """Make sure that every table exists, if empty."""
    with duckdb.connect() as connection:
        for table, columns in TABLES.items():
            if not partition(settings, table, NO_DATE).exists():
                empty = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
                write_parquet(connection, f"select {empty} where false", partition(settings, table, NO_DATE))


def days_before(settings: Settings, as_of: date) -> list[date]:
    """Days that have a cross-walk, before `as_of`, oldest first."""
    folder = settings.lake / "identity" / "crosswalk"
    days = (date.fromisoformat(path.name.removeprefix("as_of_date=")) for path in folder.glob("as_of_date=*"))
    return sorted(day for day in days if NO_DATE < day < as_of)
