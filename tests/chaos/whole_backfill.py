"""Whole nights, one after the other, against the same days filled in at once: every published table, day by day.

    PYTHONPATH=.:tests .venv/bin/python tests/chaos/whole_backfill.py [--nights 30] [--customers 120]

Takes twice as many nights of computing; `tests/recovery/test_backfill.py` compares lake and identity alone, in seconds.
"""

import argparse
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from support.company import HISTORY_DAY, found_company, guanxi
from support.published import content, file_of

from dagster_project.demo import deliver_next_day
from dagster_project.settings import Settings, load_settings


def main() -> int:
    """Exit code 1 where a table of a day differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--customers", type=int, default=120)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="guanxi_backfill_") as folder:
        nightly = found_company(Path(folder) / "nightly", customers=options.customers, days=0)
        days = [HISTORY_DAY + timedelta(number) for number in range(options.nights)]
        by_night = dict(_nightly(nightly, days))
        filled = load_settings(Path(folder) / "filled")
        shutil.copytree(nightly.landing, filled.landing)
        differing = [line for day in days for line in _differences(day, by_night[day], _published(filled, day))]
    print(f"{len(days)} days, {len(by_night[days[-1]])} tables each: {len(differing)} differ", *differing, sep="\n  ")
    return int(bool(differing))


def _nightly(settings: Settings, days: list[date]):
    """(day, content) of each night: the day is delivered, then run."""
    for number, day in enumerate(days):
        if number:
            deliver_next_day(settings)
        yield day, _published(settings, day)


def _published(settings: Settings, day: date) -> dict[str, tuple[int, int]]:
    guanxi("run", "--as-of", day.isoformat(), settings=settings)
    print(f"{settings.home.name} {day}", flush=True)
    return content(file_of(settings, day))


def _differences(day: date, night: dict, filled: dict) -> list[str]:
    tables = sorted(night.keys() | filled.keys())
    return [f"{day} {name}" for name in tables if night.get(name) != filled.get(name)]


if __name__ == "__main__":
    sys.exit(main())
