"""Expectations against a table's own past: what is usual is learnt from the builds that were accepted, by weekday.

A profile is a set of figures of the rows that came on one day: `rows`, `missing:<column>` (share of nulls),
`mean:<column>`, `share:<column>=<value>`. It holds no delivered value but those that a contract lists.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from math import log, log1p
from statistics import fmean, median

from expectations.suite import ExpectationResult

Profile = Mapping[str, float]

SAME_WEEKDAY, ALL_DAYS, DAYS_LOOKED_BACK = 4, 7, 56  # least days of the same weekday, else of any, and how far back
SPREADS = 4.0  # robust standard deviations that are still usual
NORMAL = 1.4826  # median absolute deviation of a normal distribution, as standard deviation
FLOORS = {"rows": 0.1, "missing": 0.01, "mean": 0.05}  # a past that never varied must not make a trifle unusual
UNSTABLE = 0.25  # population stability index from which a distribution counts as shifted (Siddiqi 2006, ch. 5)
SMALLEST_SHARE = 0.001

SENTENCES = {
    "rows": ("as many rows as usual came", "A delivery cut short, or sent twice, looks like a bad or a splendid day."),
    "missing": ("values are missing as often as usual", "A column that the source stopped filling breaks no rule."),
    "mean": ("the means are as usual", "An amount in cents, or another currency, breaks no rule of a single row."),
    "share": ("listed values are as frequent as usual", "A status that is suddenly everywhere is a changed process."),
}


def judge(
    table: str, owner: str, *, profile: Profile, history: Mapping[date, Profile], as_of: date
) -> tuple[ExpectationResult, ...]:
    """One result a kind of figure, all of them warnings. `history` holds profiles of accepted builds by day.

    Without enough comparable days nothing is judged and everything passes; `observed` says how many there were.
    """
    days = comparable_days(history, as_of)
    past = [history[day] for day in days]
    figures: dict[str, dict[str, float]] = defaultdict(dict)
    for metric, value in profile.items():
        figures[metric.partition(":")[0]][metric] = value
    return tuple(_result(table, owner, kind, figures[kind], past) for kind in SENTENCES if figures[kind])


def comparable_days(history: Mapping[date, Profile], as_of: date) -> list[date]:
    """The days to compare with: the same weekday where there are enough, else all, else none."""
    recent = [day for day in history if 0 < (as_of - day).days <= DAYS_LOOKED_BACK]
    same = [day for day in recent if day.weekday() == as_of.weekday()]
    if len(same) >= SAME_WEEKDAY:
        return same
    return recent if len(recent) >= ALL_DAYS else []


def is_unusual(kind: str, value: float, past: list[float]) -> bool:
    """Whether a value is further from the median of the past than `SPREADS` robust standard deviations.

    Row counts are compared by their logarithm: half and double are equally far.
    """
    if kind == "rows":
        value, past = log1p(value), [log1p(each) for each in past]
    centre = median(past)
    spread = NORMAL * median(abs(each - centre) for each in past)
    floor = FLOORS[kind] * (abs(centre) if kind == "mean" else 1)
    return abs(value - centre) > SPREADS * max(spread, floor)


def stability_index(now: Profile, past: list[Profile]) -> float:
    """Population stability index of shares against their mean in the past: sum of (a - e) x ln(a / e)."""
    values = set(now).union(*past)
    pairs = [(now.get(v, 0.0), fmean(each.get(v, 0.0) for each in past)) for v in values]
    floored = [(max(a, SMALLEST_SHARE), max(e, SMALLEST_SHARE)) for a, e in pairs]
    return sum((a - e) * log(a / e) for a, e in floored)


def _result(table: str, owner: str, kind: str, figures: Profile, past: list[Profile]) -> ExpectationResult:
    unusual = _unusual_shares(figures, past) if kind == "share" else _unusual_figures(kind, figures, past)
    sentence, note = SENTENCES[kind]
    return ExpectationResult(
        table=table,
        expectation=sentence,
        column=None,
        severity="warning",
        success=not unusual,
        unexpected_count=sum(not name.startswith("usual ") for name in unusual),
        element_count=len(figures),
        note=note,
        owner=owner,
        observed={"days": len(past)} | unusual,
    )


def _unusual_figures(kind: str, figures: Profile, past: list[Profile]) -> dict[str, float]:
    found: dict[str, float] = {}
    for metric, value in figures.items():
        seen = [each[metric] for each in past if metric in each]
        if len(seen) >= SAME_WEEKDAY and is_unusual(kind, value, seen):
            found |= {metric: round(value, 6), f"usual {metric}": round(median(seen), 6)}
    return found


def _unusual_shares(figures: Profile, past: list[Profile]) -> dict[str, float]:
    found = {}
    for column in sorted({metric.partition("=")[0] for metric in figures}):
        now = {metric: value for metric, value in figures.items() if metric.startswith(f"{column}=")}
        seen = [{m: v for m, v in each.items() if m.startswith(f"{column}=")} for each in past]
        seen = [each for each in seen if each]
        if len(seen) >= SAME_WEEKDAY and (index := stability_index(now, seen)) > UNSTABLE:
            found[f"stability index of {column.partition(':')[2]}"] = round(index, 4)
    return found
