"""Clocks that jump and days of 23 and 25 hours lose no row and hide no correction."""

import os
from dataclasses import replace
from datetime import date, datetime

import pytest
from support.landing_home import Home

from dagster_project.ingest import landing, run

MAPPING = 'deliveries: [{files: "part_{business_date}.csv", mode: delta, entities: {erp.customers: {}}}]'
HEADER = "erp_customer_id,name,updated_at\n"
LONG_AGO, FAR_AHEAD = 0, 4_102_444_800_000_000_000


class SteppedClock(datetime):
    moment = datetime(1999, 1, 1)

    @classmethod
    def now(cls, tz=None):
        return cls.moment.replace(tzinfo=tz)


@pytest.mark.parametrize("written_ns", [LONG_AGO, FAR_AHEAD])
def test_files_of_any_age_give_the_same_lake(home, another_home, written_ns, monkeypatch):
    for some_home in (home, another_home):
        some_home.map(MAPPING)
        file = some_home.deliver("part_2026-01-01.csv", HEADER + "1,Ann,2026-01-01 10:00:00\n")
    another_home.ingest()
    os.utime(home.settings.landing / file.name, ns=(written_ns, written_ns))
    monkeypatch.setattr(run, "datetime", SteppedClock)
    home.ingest()
    assert home.content() == another_home.content()


def test_a_correction_of_the_same_size_and_time_is_seen_by_its_time_of_change(home, monkeypatch):
    """As where the clock was set back, or a copy brought the old time along."""
    monkeypatch.setattr(landing, "SETTLED_SECONDS", 0)
    home.map(MAPPING)
    file = home.deliver("part_2026-01-01.csv", HEADER + "1,Ann,2026-01-01 10:00:00\n")
    home.ingest()
    before = file.stat()
    file.write_text(HEADER + "1,Bob,2026-01-01 10:00:00\n")
    os.utime(file, ns=(before.st_mtime_ns, before.st_mtime_ns))
    assert [result.status for result in home.ingest()] == ["loaded"]
    assert home.rows("name", "erp.customers") == [("Bob",)]


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-29 01:59:59", "2026-03-29 00:59:59"),  # the last second of winter time
        ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),  # an hour that does not exist
        ("2026-03-29 03:00:00", "2026-03-29 01:00:00"),
        ("2026-10-25 02:30:00", "2026-10-25 01:30:00"),  # an hour that comes twice: its second time, winter time
        ("2026-10-25 03:00:00", "2026-10-25 02:00:00"),
    ],
)
def test_no_row_is_lost_where_the_clock_changes(home, local, utc):
    day = date.fromisoformat(local[:10])
    berlin = Home(replace(home.settings, business_timezone="Europe/Berlin"))
    berlin.map(MAPPING)
    berlin.deliver(f"part_{day}.csv", HEADER + f"1,Ann,{local}\n")
    assert [(result.rows_in, result.rows_loaded) for result in berlin.ingest()] == [(1, 1)]
    assert berlin.rows("updated_at::varchar", "erp.customers", day) == [(utc,)]
