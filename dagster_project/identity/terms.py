"""How frequent names are, and how likely two records match: counted once, and kept until the company has grown.

Weights of pairs must not drift from day to day, or yesterday's comparisons could not be used today.
"""

from datetime import date

import duckdb

from dagster_project.identity.cache import write_parquet
from dagster_project.settings import Settings

GROWTH = 1.5  # counted anew once there are this many times the records
MOST_LIKELY = 1e-4  # a small company does not make strangers the same: a false merge is worse than a missed one


def load_terms(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date) -> str:
    """Table `terms` (column_name, term, frequency), counted on or before `as_of`; returns the day they are of.

    Row (`records`, '') holds the number of records, row (`prior`, '') the share of matches among all pairs.
    """
    (count,) = connection.execute("select count(*) from nodes").fetchone()
    folder = settings.lake / "identity" / "terms"
    for path in sorted(folder.glob("as_of_date=*/terms.parquet"), reverse=True):
        day = path.parent.name.removeprefix("as_of_date=")
        if date.fromisoformat(day) > as_of:
            continue
        connection.execute("create or replace temp table terms as from read_parquet(?)", [str(path)])
        if date.fromisoformat(day) == as_of or count < GROWTH * _value(connection, "records"):
            return day
        break
    connection.execute(f"create or replace temp table terms as {_count_sql(count)}")
    path = folder / f"as_of_date={as_of}" / "terms.parquet"
    write_parquet(connection, "select * from terms order by all", path)
    return str(as_of)


def prior(connection: duckdb.DuckDBPyConnection) -> float:
    """Share of matches among all pairs of records."""
    return _value(connection, "prior")


def _value(connection: duckdb.DuckDBPyConnection, name: str) -> float:
    return connection.execute("select frequency from terms where column_name = ?", [name]).fetchone()[0]


def _count_sql(count: int) -> str:
    pairs = max(count * (count - 1) / 2, 1)
    counted = " union all ".join(
        f"select '{column}', {column}, count(*) / sum(count(*)) over () from nodes"
        f" where {column} is not null group by {column}"
        for column in ("core", "person_name")
    )
    return f"""
        select column_name, term, frequency from ({counted}) as t (column_name, term, frequency)
        where frequency > 1.5 / {max(count, 1)}
        union all
        select 'records', '', {count}
        union all
        select 'prior', '', least({MOST_LIKELY}, greatest(1, coalesce(sum(n * (n - 1) / 2), 0)) / {pairs})
        from (
            select count(*) as n from keys
            where is_trusted and key_kind in ('phone', 'email') group by key_kind, key_value
        )"""
