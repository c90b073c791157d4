"""SQL that turns one delivered text into a typed value, and SQL that says which rule of the contract it breaks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..contracts import Column, Entity
from .business_day import end_of_day, steady_offset
from .sql import literal, literal_list

EARLIEST = "1900-01-01"
TRUE = ("true", "t", "yes", "y", "1", "是")
FALSE = ("false", "f", "no", "n", "0", "否")
NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
WHOLE_NUMBER = r"[+-]?\d{1,19}(\.0*)?"
# 1,234 may be a European fraction; 1,234.50 and 1,234,567 can be read in one way only.
GROUPED_NUMBER = r"[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})"
DAY = r"\d{4}-\d{1,2}-\d{1,2}"
TIME = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
OFFSET = r" ?(Z|[+-]\d{2}(:?\d{2})?)"
COMPACT_DAY = r"[12]\d{7}"
# DuckDB 1.5 reads a text with a negative exponent wrongly as a decimal (8.9e-16 gives 0.0001): through double then.
DECIMAL = """
    case
        when contains({}, 'e') or contains({}, 'E') then try_cast(try_cast({} as double) as decimal(18, 4))
        else try_cast({} as decimal(18, 4))
    end"""


@dataclass(frozen=True)
class Reading:
    """How texts of one delivery are read: its day, the timezone of its local times and its declared date formats."""

    business_date: date
    timezone: str
    business_timezone: str
    date_formats: tuple[str, ...]

    @property
    def too_late_from(self) -> datetime:
        """First instant (UTC) that is impossible for an event: the end of the day after the business date."""
        return end_of_day(self.business_date + timedelta(days=1), self.business_timezone)


def typed_sql(column: Column, text: str, reading: Reading) -> str:
    """The value of `text` (SQL; '' for null) in the column's DuckDB type; null where it is not one."""
    if column.type == "string":
        return f"nullif({text}, '')"
    if column.type == "boolean":
        lowered = f"lower({text})"
        is_true, is_false = f"{lowered} in ({literal_list(TRUE)})", f"{lowered} in ({literal_list(FALSE)})"
        return f"case when {is_true} then true when {is_false} then false end"
    if column.type == "integer":
        return _number(text, WHOLE_NUMBER, "try_cast(split_part({}, '.', 1) as bigint)")
    if column.type == "decimal":
        return _number(text, NUMBER, DECIMAL)
    if column.type == "date":
        return _first_of([_declared_date(text, reading), _iso_date(text)])
    return _first_of([_declared_timestamp(text, reading), _iso_timestamp(text, reading)])


def broken_rule_sql(column: Column, text: str, value: str, entity: Entity, reading: Reading) -> str:
    """SQL for the rule that this column breaks, null if none. It names the column and the rule, never the value."""
    cases = [
        (f"{text} is null", "the mapping's expression fails on this row"),
        (f"{text} <> '' and {value} is null", f"not {'an' if column.type == 'integer' else 'a'} {column.type}"),
    ]
    if column.required:
        cases.append((f"{text} = ''", "required but empty"))
    if column.values:
        cases.append((f"{value} not in ({literal_list(column.values)})", f"not one of {', '.join(column.values)}"))
    if column.pattern:
        cases.append((f"not {_matches(value, column.pattern)}", f"does not match {column.pattern}"))
    if column.min is not None:
        cases.append((f"{value} < {column.min:.15g}", f"below {column.min:.15g}"))
    if column.max is not None:
        cases.append((f"{value} > {column.max:.15g}", f"above {column.max:.15g}"))
    if column.type in ("date", "timestamp"):
        cases += _impossible(column, value, entity, reading)
    branches = " ".join(f"when {condition} then {literal(f'{column.name}: {what}')}" for condition, what in cases)
    return f"case {branches} end"


def _impossible(column: Column, value: str, entity: Entity, reading: Reading) -> list[tuple[str, str]]:
    cases = [(f"{value} < date '{EARLIEST}'", f"impossible, before {EARLIEST}")]
    # A version in the far future would for ever win over every correction, so it is as impossible as a future event.
    if column.name in (entity.event_time_column, entity.version_column):
        limit = f"date '{reading.business_date + timedelta(days=2)}'"
        if column.type == "timestamp":
            limit = f"timestamp '{reading.too_late_from}'"
        cases.append((f"{value} >= {limit}", f"impossible, later than the day after {reading.business_date}"))
    return cases


def _number(text: str, pattern: str, cast: str) -> str:
    """Plain digits first; only the rest is looked at for full-width digits and grouping (8 times slower)."""
    half_width = f"translate({text}, '０１２３４５６７８９．，－', '0123456789.,-')"
    ungrouped = (
        f"case when {_matches(half_width, GROUPED_NUMBER)} then replace({half_width}, ',', '') else {half_width} end"
    )
    return f"""
        case
            when {_matches(text, pattern)} then {cast.replace("{}", text)}
            when {text} = '' then null
            when {_matches(ungrouped, pattern)} then {cast.replace("{}", ungrouped)}
        end"""


def _declared_date(text: str, reading: Reading) -> str | None:
    if not reading.date_formats:
        return None
    return f"cast(try_strptime({_with_digits(text)}, [{literal_list(reading.date_formats)}]) as date)"


def _with_digits(text: str) -> str:
    """Keeps the words away that DuckDB takes for times whatever the format: epoch, infinity."""
    return f"case when regexp_matches({text}, '[0-9]') then {text} end"


def _iso_date(text: str) -> str:
    return f"""
        case
            when {_matches(text, f"{DAY}({TIME}({OFFSET})?)?")}
            then try_cast(regexp_extract({text}, '^[0-9-]+') as date)
            when {_matches(text, COMPACT_DAY)} then cast(try_strptime({text}, '%Y%m%d') as date)
        end"""


def _declared_timestamp(text: str, reading: Reading) -> str | None:
    parts = []
    for shape in reading.date_formats:
        parsed = f"try_strptime({_with_digits(text)}, {literal(shape)})"
        has_offset = "%z" in shape or "%Z" in shape
        parts.append(f"timezone('UTC', {parsed})" if has_offset else _to_utc(parsed, reading))
    return _first_of(parts) if parts else None


def _iso_timestamp(text: str, reading: Reading) -> str:
    compact = f"try_strptime({text}, '%Y%m%d')"
    return f"""
        case
            when {_matches(text, f"{DAY}({TIME})?")} then {_to_utc(f"try_cast({text} as timestamp)", reading)}
            when {_matches(text, f"{DAY}{TIME}{OFFSET}")} then timezone('UTC', try_cast({text} as timestamptz))
            when {_matches(text, COMPACT_DAY)} then {_to_utc(compact, reading)}
        end"""


def _to_utc(local: str, reading: Reading) -> str:
    """Local time -> UTC. The calendar costs 1.4 s per million values: asked only where the offset varies."""
    by_calendar = f"make_timestamp(epoch_us(timezone({literal(reading.timezone)}, {local})))"
    steady = steady_offset(reading.timezone)
    if steady is None:
        return by_calendar
    since, offset = steady
    fixed = f"{local} - to_seconds({int(offset.total_seconds())})"
    return f"case when {local} >= timestamp '{since}' then {fixed} else {by_calendar} end"


def _first_of(parts: list[str | None]) -> str:
    present = [part for part in parts if part]
    return present[0] if len(present) == 1 else f"coalesce({', '.join(present)})"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {literal(pattern)})"
