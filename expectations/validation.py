"""Run a suite on a relation."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from expectations.checked_table import checked_table_sql, evaluated, related_view
from expectations.data_docs import write_page
from expectations.engine import Runtime, runtime
from expectations.suite import ExpectationResult, Rule, Suite, Volume
from expectations.translation import POSITION, as_expectation, as_result

_NUMBERS = count()
# Counts only: unexpected values could be personal, and fetching them costs a scan per expectation.
_RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}


class ValidationError(Exception):
    """A suite could not be evaluated: the relation lacks a column, or a condition does not run on it."""


def validate(
    suite: Suite,
    relation_sql: str,
    *,
    related: Mapping[str, str] | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
    page: Path | None = None,
) -> tuple[ExpectationResult, ...]:
    """Evaluate a suite on the rows of `relation_sql`, a SELECT that DuckDB can run by itself (over Parquet files).

    `related` gives other tables by name ("erp.customers") as SELECTs; rules that refer to a table that is not given are
    left out of the results. Results come in the suite's order. Of an empty relation only its volume is judged, the rest
    holds. `memory_limit` ("2GB") and `threads` are DuckDB's. `page` is where Great Expectations' own page on the
    results is written, if at all. Raises ValidationError if the relation does not fit the suite.
    """
    from sqlalchemy.exc import DBAPIError

    rules = evaluated(suite.rules, related or {})
    table = f"checked_{next(_NUMBERS)}"
    with runtime(memory_limit=memory_limit, threads=threads) as started:
        try:
            _prepare(started, table, rules, relation_sql, related or {})
            return _results(started, suite, table, rules, page)
        except DBAPIError as failure:
            raise ValidationError(f"suite {suite.table}: {failure.orig}") from failure
        finally:
            _drop(started, table, related or {})


def _prepare(started: Runtime, table: str, rules: list, relation_sql: str, related: Mapping[str, str]) -> None:
    views = [f"create or replace view {related_view(name)} as {sql}" for name, sql in related.items()]
    started.execute(*views, f"create table {table} as {checked_table_sql(rules, relation_sql)}")


def _drop(started: Runtime, table: str, related: Mapping[str, str]) -> None:
    views = [f"drop view if exists {related_view(name)}" for name in related]
    started.execute(f"drop table if exists {table}", *views)


def _results(
    started: Runtime, suite: Suite, table: str, rules: list[tuple[int, Rule]], page: Path | None
) -> tuple[ExpectationResult, ...]:
    with started.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
    outcomes = _outcomes(started, suite, table, rules, page) if rows else {}
    results = []
    for position, rule in rules:
        outcome = outcomes.get(position)
        success = outcome.success if outcome else not isinstance(rule, Volume) or rule.at_least == 0
        details = outcome.result if outcome else {}
        results.append(as_result(suite, position, success=bool(success), outcome=details, rows=rows))
    return tuple(results)


def _outcomes(
    started: Runtime, suite: Suite, table: str, rules: list[tuple[int, Rule]], page: Path | None
) -> dict[int, Any]:
    import great_expectations as gx

    asset = started.source.add_table_asset(name=table, table_name=table)
    try:
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        expectations = [as_expectation(position, rule) for position, rule in rules]
        outcome = batch.validate(
            gx.ExpectationSuite(name=suite.table, expectations=expectations), result_format=_RESULT_FORMAT
        )
    finally:
        started.source.delete_asset(table)
    by_position = {each.expectation_config.meta[POSITION]: each for each in outcome.results}
    for position, each in by_position.items():
        if not each.result:
            sentence = suite.rules[position].sentence
            raise ValidationError(f"suite {suite.table}, {sentence!r}: {_first_message(each.exception_info)}")
    if page:
        write_page(outcome, page)
    return by_position


def _first_message(exception_info: dict) -> str:
    """Great Expectations nests the exception under the metric that raised it."""
    if "exception_message" in exception_info:
        return str(exception_info["exception_message"])
    return "; ".join(sorted({str(each.get("exception_message")) for each in exception_info.values()}))
