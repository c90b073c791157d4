"""Run one expectation suite and keep what it found as evidence for the gate."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from dagster_project.contracts import load_contracts
from dagster_project.ingest import entity_rows_sql
from dagster_project.settings import Settings
from dagster_project.warehouse.accepted_builds import record_results
from dagster_project.warehouse.deliveries import available_entities
from dagster_project.warehouse.evidence import Evidence, record
from dagster_project.warehouse.profiles import history_results
from expectations import ExpectationResult, all_suites, suite_for, validate
from expectations.samples import sample_keys
from expectations.suite import References
from models.tables import SCORE_TYPES

BUILDS_WITH_PAGES = 10


def check_table(
    settings: Settings,
    *,
    build: str,
    table: str,
    as_of: date,
    relation_sql: str,
    related: Mapping[str, str] | None = None,
) -> tuple[ExpectationResult, ...]:
    """Validate the rows of `relation_sql` against the suite of `table` ("erp.orders") and its past; record the results.

    `related` gives the tables that the suite's rules refer to, by name, as SELECTs.
    """
    suite = suite_for(table)
    results = validate(
        suite,
        relation_sql,
        related=related,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        page=page_of(settings, build, table),
    )
    if not table.startswith("seeds."):
        results += history_results(settings, build=build, table=table, owner=suite.owner, as_of=as_of)
    results = tuple(_with_samples(result, relation_sql, related) for result in results)
    return record_judged(settings, build, table, results)


def check_past(settings: Settings, *, build: str, table: str, as_of: date) -> tuple[ExpectationResult, ...]:
    """Judge a table of ours that has no suite by its own past alone, and record the results."""
    owner = "team:data-engineering"
    results = history_results(settings, build=build, table=table, owner=owner, as_of=as_of)
    return record_judged(settings, build, table, results)


def record_judged(
    settings: Settings, build: str, table: str, results: tuple[ExpectationResult, ...]
) -> tuple[ExpectationResult, ...]:
    """Keep results for publishing, and as evidence for the gate. Returns them."""
    record_results(settings, build, results)
    blocking = [r.expectation for r in results if r.is_blocking]
    asset = table.replace(".", "/")
    whole = Evidence("expectation_suite", table, "critical", not blocking, "; ".join(blocking), asset)
    single = [
        Evidence(
            "expectation",
            f"{table}: {r.expectation}",
            r.severity,
            r.success,
            "" if r.success else shown(r),
            asset=asset,
            owner=r.owner,
            note=r.note,
            samples=r.samples,
        )
        for r in results
    ]
    record(settings, build, [whole, *single])
    return results


def page_of(settings: Settings, build: str, table: str) -> Path:
    """Where Great Expectations' page on a table of a build lies, in the private zone."""
    return settings.data_docs / build / f"{table}.html"


def forget_old_pages(settings: Settings, *, kept: int = BUILDS_WITH_PAGES) -> None:
    """Delete the pages of all but the latest builds."""
    if settings.data_docs.exists():
        folders = sorted(settings.data_docs.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for folder in folders[kept:]:
            shutil.rmtree(folder)


def _with_samples(result: ExpectationResult, relation_sql: str, related: Mapping[str, str] | None) -> ExpectationResult:
    """A failure with a few masked keys: one more read of the table, only where something is wrong."""
    key = _key_of(result.table)
    rules = [rule for rule in suite_for(result.table).rules if rule.sentence == result.expectation]
    if result.success or not (key and rules):
        return result
    return replace(result, samples=sample_keys(rules[0], relation_sql, key=key, related=related))


def _key_of(table: str) -> tuple[str, ...]:
    system, _, name = table.partition(".")
    if system == "scores":
        return ("customer_id",) if "customer_id" in SCORE_TYPES[name] else ()
    contract = load_contracts().get(system)
    return contract.entities[name].key if contract else ()


def shown(result: ExpectationResult) -> str:
    """What was observed, as numbers."""
    return ", ".join(f"{name} {value:g}" for name, value in result.observed.items())


def record_not_delivered(settings: Settings, *, build: str, table: str) -> None:
    """Record that a table was not delivered at all: nothing to guard, and the gate must not miss the suite."""
    record(settings, build, [Evidence("expectation_suite", table, "critical", True, "not delivered")])


def required_suites() -> set[tuple[str, str]]:
    """The (kind, subject) pairs that a complete build must show: every suite there is."""
    return {("expectation_suite", suite.table) for suite in all_suites()}


def delivered_rows_sql(settings: Settings, table: str, as_of: date) -> str:
    """The rows of a delivered table ("erp.orders") that a build of `as_of` sees, as a SELECT over the lake."""
    system, entity = table.split(".")
    return entity_rows_sql(settings, system, entity, as_of)


def related_rows_sql(settings: Settings, table: str, as_of: date) -> dict[str, str]:
    """The delivered tables that the suite of `table` refers to, as SELECTs; those not delivered are left out."""
    targets = {rule.target for rule in suite_for(table).rules if isinstance(rule, References)}
    delivered = {f"{system}.{entity}" for system, entity in available_entities(settings, as_of)}
    return {target: delivered_rows_sql(settings, target, as_of) for target in sorted(targets & delivered)}
