"""Our rules as Great Expectations' expectations, and its results as ours."""

from typing import Any

from expectations.checked_table import flag_column, key_column
from expectations.suite import ExpectationResult, MeanBetween, Rule, Suite, Unique, Varies, Volume

POSITION = "position"


def as_expectation(position: int, rule: Rule) -> Any:
    """The Great Expectations object for a rule at that position of its suite. Conditions on flags share one scan."""
    import great_expectations.expectations as gxe

    common = {"severity": rule.severity, "notes": rule.note, "meta": {POSITION: position}}
    common["description"] = f"{rule.sentence} ({rule.severity}). {rule.note}"
    if isinstance(rule, Volume):
        return gxe.ExpectTableRowCountToBeBetween(min_value=rule.at_least, **common)
    if isinstance(rule, Unique):
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=_repeated_keys(position), **common)
    if isinstance(rule, MeanBetween):
        return gxe.ExpectColumnMeanToBeBetween(column=rule.column, min_value=rule.low, max_value=rule.high, **common)
    if isinstance(rule, Varies):
        return gxe.UnexpectedRowsExpectation(unexpected_rows_query=_constant(rule), **common)
    return gxe.ExpectColumnValuesToBeInSet(
        column=flag_column(position), value_set=[True], mostly=rule.at_least, **common
    )


def as_result(suite: Suite, position: int, *, success: bool, outcome: dict, rows: int) -> ExpectationResult:
    """Our result. Only numbers are taken over from `outcome`, the result part of Great Expectations' answer."""
    rule = suite.rules[position]
    counts = {"unexpected_count": 0, "element_count": rows}
    if isinstance(rule, Volume):
        observed = {"rows": rows}
        counts["unexpected_count"] = max(rule.at_least - rows, 0)
    elif isinstance(rule, Unique):
        counts["unexpected_count"] = outcome.get("observed_value", 0)
        observed = {"repeated_keys": counts["unexpected_count"]}
    elif isinstance(rule, MeanBetween):
        mean = outcome.get("observed_value")
        observed = {} if mean is None else {"mean": round(mean, 6), "low": rule.low, "high": rule.high}
    elif isinstance(rule, Varies):
        counts["unexpected_count"] = 0 if success else rows
        observed = {}
    else:
        counts, observed = _share_of(rule, outcome)
    return ExpectationResult(
        table=suite.table,
        expectation=rule.sentence,
        column=_column(rule),
        severity=rule.severity,
        success=success,
        note=rule.note,
        owner=suite.owner,
        observed=observed,
        **counts,
    )


def _share_of(rule: Rule, outcome: dict) -> tuple[dict[str, int], dict[str, float]]:
    counted = outcome.get("element_count", 0) - outcome.get("missing_count", 0)
    unexpected = outcome.get("unexpected_count", 0)
    share = {} if not counted else {"share": round(1 - unexpected / counted, 6)}
    return {"unexpected_count": unexpected, "element_count": counted}, {**share, "at_least": rule.at_least}


def _column(rule: Rule) -> str | None:
    return ", ".join(rule.columns) if isinstance(rule, Unique) else getattr(rule, "column", None)


def _repeated_keys(position: int) -> str:
    return f"select count(*) as copies from {{batch}} group by {key_column(position)} having count(*) > 1"


def _constant(rule: Varies) -> str:
    distinct = f'count(distinct "{rule.column}")'
    return f"select count(*) as row_count from {{batch}} having count(*) > {rule.beyond_rows} and {distinct} <= 1"
