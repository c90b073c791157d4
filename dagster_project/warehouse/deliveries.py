"""Questions to the delivery table: what is there as of a day, what stopped, what does not balance."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb

from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import Evidence

MINIMUM = {
    "customers": ("crm.accounts", "erp.customers", "ecommerce.users"),
    "orders": ("erp.orders", "ecommerce.orders"),
}

DAYS_OF_RHYTHM, LEAST_DELIVERIES = 56, 4


def available_entities(settings: Settings, as_of: date) -> set[tuple[str, str]]:
    """(system, entity) pairs with at least one loaded delivery not later than `as_of`."""
    return set(_query(settings, "select distinct system, entity", "status = 'loaded'", as_of))


def stopped_deliveries(settings: Settings, as_of: date) -> list[str]:
    """What stopped each delivery that was not loaded at all: its file, the entity, and the message."""
    rows = _query(settings, "select logical_name, system, entity, message", "status = 'stopped'", as_of)
    return [f"{name} ({system}.{entity}) is stopped: {message}" for name, system, entity, message in rows]


def missing_minimum(settings: Settings, as_of: date) -> list[str]:
    """What the least that a build needs still lacks: some customers and some orders."""
    available = {f"{system}.{entity}" for system, entity in available_entities(settings, as_of)}
    return [
        f"no {what} are delivered: one of {', '.join(entities)} is needed"
        for what, entities in MINIMUM.items()
        if not available.intersection(entities)
    ]


def unbalanced_deliveries(settings: Settings, as_of: date) -> list[str]:
    """Deliveries whose rows in are not rows loaded, quarantined and duplicate. Always empty, or a row was lost."""
    balanced = "rows_in = rows_loaded + rows_quarantined + rows_duplicate"
    rows = _query(settings, "select logical_name, system, entity", f"status = 'loaded' and not ({balanced})", as_of)
    return [f"{name} ({system}.{entity})" for name, system, entity in rows]


def rows_of_day(settings: Settings, table: str, day: date) -> int | None:
    """Rows delivered of "erp.orders" for one business date; None where no delivery was loaded."""
    system, entity = table.split(".")
    of_day = f"status = 'loaded' and business_date = date '{day}'"
    rows = _query(settings, "select system, entity, sum(rows_in)::bigint", of_day, day, " group by all")
    return next((count for s, e, count in rows if (s, e) == (system, entity)), None)


def delivered_rows(settings: Settings, as_of: date) -> int:
    """Rows delivered up to `as_of`, over all deliveries and entities."""
    return _query(settings, "select coalesce(sum(rows_in), 0)::bigint", "true", as_of)[0][0]


@dataclass(frozen=True)
class Rhythm:
    """How often an entity was delivered until a day: its last business date, and the longest pause it usually makes.

    `longest_pause_days` is that after earlier deliveries on the same weekday as the last one, so that a weekend is no
    gap; None while there are too few deliveries to tell.
    """

    table: str
    last_on: date
    longest_pause_days: int | None
    as_of: date

    @property
    def is_missing(self) -> bool:
        return self.longest_pause_days is not None and (self.as_of - self.last_on).days > self.longest_pause_days


def missing_deliveries(settings: Settings, as_of: date) -> list[Rhythm]:
    """The rhythm of every entity that was ever delivered, over its last eight weeks, those missing included."""
    days: dict[str, list[date]] = {}
    rows = _query(settings, "select distinct system, entity, business_date", "status = 'loaded'", as_of)
    for system, entity, day in sorted(rows):
        days.setdefault(f"{system}.{entity}", []).append(day)
    return [Rhythm(table, seen[-1], _longest_pause(seen), as_of) for table, seen in days.items()]


def _longest_pause(days: list[date]) -> int | None:
    """The longest usual pause after the last of these days, in days."""
    recent = [day for day in days if (days[-1] - day).days <= DAYS_OF_RHYTHM]
    pauses = [(earlier, (later - earlier).days) for earlier, later in pairwise(recent)]
    if len(recent) < LEAST_DELIVERIES:
        return None
    same_weekday = [pause for day, pause in pauses if day.weekday() == recent[-1].weekday()]
    return max(same_weekday or [pause for _, pause in pauses])


def missing_evidence(rhythms: list[Rhythm]) -> list[Evidence]:
    """Evidence of kind `freshness`: whether each entity was delivered when it usually is."""
    return [
        Evidence(
            "freshness",
            f"{r.table} is delivered when it usually is",
            "warning",
            not r.is_missing,
            "" if not r.is_missing else f"last for {r.last_on}; at most {r.longest_pause_days} day(s) are usual",
            asset=r.table.replace(".", "/"),
            owner="team:data-engineering",
            note="A delivery that does not come leaves yesterday's figures looking like today's.",
        )
        for r in rhythms
    ]


def _query(settings: Settings, select: str, where: str, as_of: date, group: str = "") -> list[tuple]:
    path = settings.lake / "meta" / "deliveries.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        return connection.execute(
            f"{select} from read_parquet(?) where {where} and business_date <= ?{group}", [str(path), as_of]
        ).fetchall()
