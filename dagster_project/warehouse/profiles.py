"""Figures that describe the rows of one day of a table, in one scan of that day's Parquet."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.settings import Settings
from dagster_project.warehouse.accepted_builds import profiles_before, record_profile
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.deliveries import rows_of_day
from expectations import ExpectationResult
from expectations.history import judge
from models.tables import SCORE_TYPES

LEAST_ROWS = 100  # shares and means of fewer rows are noise
NUMBERS = {"integer", "decimal", "BIGINT", "DOUBLE", "DECIMAL", "bigint", "double"}


def history_results(
    settings: Settings, *, build: str, table: str, owner: str, as_of: date
) -> tuple[ExpectationResult, ...]:
    """Profile the rows that came on `as_of`, keep the profile, and judge it by the accepted builds of earlier days.

    On a day without a delivery there is nothing to judge: that it did not come is another check.
    """
    profile = profile_of_day(settings, table, as_of)
    if profile is None:
        return ()
    record_profile(settings, build, table, profile)
    return judge(table, owner, profile=profile, history=profiles_before(settings, table, as_of), as_of=as_of)


def profile_of_day(settings: Settings, table: str, day: date) -> dict[str, float] | None:
    """The profile of a day of "erp.orders" or "scores.churn", or of "marts.fct_orders" as built; None: nothing came."""
    system, _, name = table.partition(".")
    if system == "marts":
        return _figures_of_mart(settings, name)
    if system == "scores":
        folder, rows = settings.lake / system / name / f"as_of_date={day}", None
    else:
        folder, rows = settings.lake / system / name / f"business_date={day}", rows_of_day(settings, table, day)
        if rows is None:
            return None
    figures = _figures(settings, folder, *_columns(table))
    loaded = figures.pop("rows", 0.0)
    return {"rows": float(loaded if rows is None else rows)} | figures


def _columns(table: str) -> tuple[list[str], list[str], Mapping[str, tuple[str, ...]]]:
    """Columns that may be missing, columns with a mean, and columns with listed values."""
    system, _, name = table.partition(".")
    if system == "scores":
        kinds = SCORE_TYPES[name]
        return list(kinds), [c for c, kind in kinds.items() if kind in NUMBERS], {}
    entity = load_contracts()[system].entities[name]
    columns = [c for c in entity.columns.values() if c.name not in entity.key]
    return (
        [c.name for c in columns if not c.required],
        [c.name for c in columns if c.type in NUMBERS],
        {c.name: c.values for c in columns if c.values},
    )


def _figures(
    settings: Settings, folder: Path, nullable: list[str], numeric: list[str], listed: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    if not any(folder.glob("*.parquet")):
        return {}
    alive = "" if "scores" in folder.parts else "where not _is_deleted"
    wanted = _missing(nullable) | _means(numeric)
    wanted |= {f"share:{c}={v}": f"avg((\"{c}\" = '{v}')::int)" for c, values in listed.items() for v in values}
    with duckdb.connect(config={"memory_limit": settings.memory_limit, "threads": settings.threads}) as connection:
        files = str(folder / "*.parquet").replace("'", "''")
        return _profile(connection, wanted, f"read_parquet('{files}', union_by_name = true) {alive}")


def _figures_of_mart(settings: Settings, name: str) -> dict[str, float]:
    with read_build(settings) as connection:
        columns = connection.execute(f"describe marts.{name}").fetchall()
        numeric = [column for column, kind, *_ in columns if kind.partition("(")[0] in NUMBERS]
        wanted = _missing([column for column, *_ in columns]) | _means(numeric)
        return _profile(connection, wanted, f"marts.{name}")


def _missing(columns: list[str]) -> dict[str, str]:
    return {f"missing:{c}": f'avg(("{c}" is null)::int)' for c in columns}


def _means(columns: list[str]) -> dict[str, str]:
    return {f"mean:{c}": f'avg("{c}")' for c in columns}


def _profile(connection: duckdb.DuckDBPyConnection, wanted: dict[str, str], source: str) -> dict[str, float]:
    rows, *values = connection.execute(f"select {', '.join(['count(*)', *wanted.values()])} from {source}").fetchone()
    known = zip(wanted, values, strict=True) if rows >= LEAST_ROWS else ()
    return {"rows": float(rows)} | {metric: float(value) for metric, value in known if value is not None}
