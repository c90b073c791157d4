"""Builds whose gate was open, the results of their expectations, and their profiles: the only past that is learnt from.

Of a day that was published more than once the last build counts, and a build sees only earlier days: a past day
that is run again sees what it saw.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dagster_project.settings import Settings
from dagster_project.warehouse.build_ledger import build_ledger
from expectations import ExpectationResult

LATEST_OF_EACH_DAY = """
    select * from accepted_builds
    where sequence in (select max(sequence) from accepted_builds where as_of_date < ? group by as_of_date)
"""


@dataclass(frozen=True)
class AcceptedBuild:
    """A build that was published."""

    build_id: str
    as_of_date: date
    code_sha256: str
    check_count: int
    passed_count: int


def accept(settings: Settings, build: AcceptedBuild) -> None:
    """Note that a build was published; once noted, nothing changes."""
    with build_ledger(settings) as ledger:
        ledger.execute(
            "insert or ignore into accepted_builds (build_id, as_of_date, code_sha256, check_count, passed_count) "
            "values (?, ?, ?, ?, ?)",
            [build.build_id, build.as_of_date.isoformat(), build.code_sha256, build.check_count, build.passed_count],
        )


def builds_before(settings: Settings, as_of: date) -> list[AcceptedBuild]:
    """The last accepted build of every day before `as_of`, in day order."""
    columns = "build_id, as_of_date, code_sha256, check_count, passed_count"
    with build_ledger(settings) as ledger:
        rows = ledger.execute(
            f"select {columns} from ({LATEST_OF_EACH_DAY}) order by as_of_date", [as_of.isoformat()]
        ).fetchall()
    return [AcceptedBuild(build, date.fromisoformat(day), *rest) for build, day, *rest in rows]


def record_results(settings: Settings, build_id: str, results: Iterable[ExpectationResult]) -> None:
    """Keep what became of every expectation of a build; a later result of the same one replaces the earlier."""
    rows = [
        (build_id, r.table, r.expectation, r.column, r.severity, r.owner, int(r.success))
        + (r.unexpected_count, r.element_count, json.dumps(dict(r.observed), sort_keys=True), r.note)
        for r in results
    ]
    with build_ledger(settings) as ledger:
        marks = ", ".join("?" * 11)
        ledger.executemany(f"insert or replace into expectation_results values ({marks})", rows)


def results_up_to(settings: Settings, build_id: str, as_of: date) -> list[tuple]:
    """What became of every expectation of this build and of the accepted builds of earlier days.

    Build id, as-of date, table, expectation, column, severity, owner, passed, unexpected, elements, observed, note.
    """
    with build_ledger(settings) as ledger:
        rows = ledger.execute(
            f"""
            with builds as (
                select build_id, as_of_date from ({LATEST_OF_EACH_DAY}) union all select ?, ?
            )
            select builds.build_id, as_of_date, table_name, expectation, column_name, severity, owner, passed,
                unexpected_count, element_count, observed, note
            from builds join expectation_results using (build_id)
            order by as_of_date, table_name, expectation
            """,
            [as_of.isoformat(), build_id, as_of.isoformat()],
        ).fetchall()
    return [(build, date.fromisoformat(day), *rest[:5], bool(rest[5]), *rest[6:]) for build, day, *rest in rows]


def record_profile(settings: Settings, build_id: str, table: str, profile: Mapping[str, float]) -> None:
    """Keep the figures that describe a table as this build saw it."""
    rows = [(build_id, table, metric, value) for metric, value in profile.items()]
    with build_ledger(settings) as ledger:
        ledger.execute("delete from table_profiles where build_id = ? and table_name = ?", [build_id, table])
        ledger.executemany("insert into table_profiles values (?, ?, ?, ?)", rows)


def profiles_before(settings: Settings, table: str, as_of: date) -> dict[date, dict[str, float]]:
    """The profile of a table in every accepted build of an earlier day, by day."""
    with build_ledger(settings) as ledger:
        rows = ledger.execute(
            f"""
            select as_of_date, metric, value from ({LATEST_OF_EACH_DAY}) join table_profiles using (build_id)
            where table_name = ? order by as_of_date
            """,
            [as_of.isoformat(), table],
        ).fetchall()
    profiles: dict[date, dict[str, float]] = {}
    for day, metric, value in rows:
        profiles.setdefault(date.fromisoformat(day), {})[metric] = value
    return profiles
