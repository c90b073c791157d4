"""Run one expectation suite and keep what it found as evidence for the gate."""

from datetime import date

from dagster_project.contracts import Entity
from dagster_project.ingest import entity_rows_sql
from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import Evidence, record
from expectations import ExpectationResult, all_suites, suite_for, validate


def check_table(settings: Settings, *, build: str, table: str, relation_sql: str) -> tuple[ExpectationResult, ...]:
    """Validate the rows of `relation_sql` against the suite of `table` ("erp.orders") and record the results."""
    results = validate(suite_for(table), relation_sql, memory_limit=settings.memory_limit, threads=settings.threads)
    failed = [r for r in results if not r.success and r.severity == "critical"]
    suite = Evidence("expectation_suite", table, "critical", not failed, "; ".join(r.expectation for r in failed))
    single = [
        Evidence(
            "expectation", f"{table}: {r.expectation}", r.severity, r.success, "" if r.success else str(r.observed)
        )
        for r in results
    ]
    record(settings, build, [suite, *single])
    return results


def record_not_delivered(settings: Settings, *, build: str, table: str) -> None:
    """Record that a table was not delivered at all: nothing to guard, and the gate must not miss the suite."""
    record(settings, build, [Evidence("expectation_suite", table, "critical", True, "not delivered")])


def required_suites() -> set[tuple[str, str]]:
    """The (kind, subject) pairs that a complete build must show: every suite there is."""
    return {("expectation_suite", suite.table) for suite in all_suites()}


def delivered_rows_sql(settings: Settings, entity: Entity, as_of: date) -> str:
    """The rows of an entity that a build of `as_of` sees, as a SELECT over the lake."""
    return entity_rows_sql(settings, entity.system, entity.name, as_of)
