"""Business dates as instants."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

HORIZON_YEAR = 2100


def end_of_day(day: date, timezone: str) -> datetime:
    """The first instant after `day` in `timezone`, as naive UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(timezone))
    return midnight.astimezone(UTC).replace(tzinfo=None)


@cache
def steady_offset(timezone: str) -> tuple[datetime, timedelta] | None:
    """Since when (local midnight) a timezone has kept one offset from UTC, and which; None where it still changes.

    Asia/Shanghai: since 1991, 8 hours. A timezone with summer time: None.
    """
    zone = ZoneInfo(timezone)
    day = datetime(HORIZON_YEAR, 1, 1)
    offset = zone.utcoffset(day)
    while day.year >= 1970 and zone.utcoffset(day) == offset:
        day -= timedelta(days=1)
    # One more day apart, so that no local time near the last change is concerned.
    since = day + timedelta(days=2)
    return (since, offset) if since.year < 2020 else None
