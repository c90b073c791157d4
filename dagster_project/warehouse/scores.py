"""Scores on their way back into the lake: one Parquet partition a table and as-of date."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from dagster_project.settings import Settings
from models.tables import SCORE_TYPES

NO_DATE = date(1970, 1, 1)


def prepare_score_folders(settings: Settings) -> None:
    """Make sure that every score table exists, if empty, so that dbt reads its shape before the first score lands.

    The empty partition is written anew each time: a column added by an upgrade is then there for dbt at once.
    """
    for table, columns in SCORE_TYPES.items():
        write_scores(settings, table, as_of=NO_DATE, scores=pd.DataFrame(columns=list(columns)))


def write_scores(settings: Settings, table: str, *, as_of: date, scores: pd.DataFrame) -> None:
    """Replace the rows of one day, atomically, in the order of the columns; other days are never touched."""
    target = _partition(settings, table, as_of)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    columns = ", ".join(f"{column}::{kind} as {column}" for column, kind in SCORE_TYPES[table].items())
    with duckdb.connect() as connection:
        connection.register("scores", scores)
        connection.execute(f"copy (select {columns} from scores order by all) to ? (format parquet)", [str(partial)])
    partial.replace(target)


def scores_sql(settings: Settings, table: str, as_of: date) -> str:
    """SELECT over the rows of one day."""
    path = str(_partition(settings, table, as_of)).replace("'", "''")
    return f"select * from read_parquet('{path}', hive_partitioning = false)"


def scores_of_days_sql(settings: Settings, table: str, *, before: date) -> str:
    """SELECT over the rows of all days before one, with the column as_of_date."""
    pattern = str(_partition(settings, table, NO_DATE).parent.parent / "*" / "*.parquet").replace("'", "''")
    return (
        f"select * from read_parquet('{pattern}', hive_partitioning = true, union_by_name = true) "
        f"where as_of_date < date '{before.isoformat()}'"
    )


def _partition(settings: Settings, table: str, as_of: date) -> Path:
    return settings.lake / "scores" / table / f"as_of_date={as_of.isoformat()}" / "scores.parquet"
