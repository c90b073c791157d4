"""Figures that describe the rows of one day of a table, in one scan of that day's Parquet."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.settings import Settings
from dagster_project.warehouse.accepted_builds import profiles_before, record_profile
from dagster_project.warehouse.deliveries import rows_of_day
from dagster_project.warehouse.scores import SCORE_TYPES
from expectations import ExpectationResult
from expectations.history import judge

LEAST_ROWS = 100  # shares and means of fewer rows are noise
NUMBERS = {"integer", "decimal", "BIGINT", "DOUBLE", "bigint", "double"}


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
    """The profile of "erp.orders" or "scores.churn" of a day; None where nothing came."""
    system, _, name = table.partition(".")
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
    wanted = {f"missing:{c}": f'avg(("{c}" is null)::int)' for c in nullable}
    wanted |= {f"mean:{c}": f'avg("{c}")' for c in numeric}
    wanted |= {f"share:{c}={v}": f"avg((\"{c}\" = '{v}')::int)" for c, values in listed.items() for v in values}
    alive = "" if "scores" in folder.parts else "where not _is_deleted"
    with duckdb.connect(config={"memory_limit": settings.memory_limit, "threads": settings.threads}) as connection:
        figures = ", ".join(["count(*)", *wanted.values()])
        source = "read_parquet(?, union_by_name = true)"
        row = connection.execute(f"select {figures} from {source} {alive}", [f"{folder}/*.parquet"]).fetchone()
    rows, values = row[0], row[1:]
    if rows < LEAST_ROWS:
        return {"rows": float(rows)}
    known = zip(wanted, values, strict=True)
    return {"rows": float(rows)} | {metric: float(value) for metric, value in known if value is not None}
