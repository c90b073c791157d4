"""Whole nights, one after the other, against the same days filled in at once: every published table, day by day.

    PYTHONPATH=.:tests .venv/bin/python tests/chaos/whole_backfill.py [--nights 30] [--customers 150]

One home gets each day's files on their day; the other has all of them from the beginning. Two nights of computing a
day: tests/recovery/test_backfill.py compares lake and identity alone, thirty days in a minute.
"""

import argparse
import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from support.company import HISTORY_DAY, found_company, guanxi
from support.published import CLOCK_COLUMNS, content, file_of

from dagster_project.settings import Settings, load_settings

# The file of a model holds addresses of its objects: trained twice on the same data, it has other bytes.
NOT_COMPARED = CLOCK_COLUMNS | {"artifact_sha256"}
DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def main() -> int:
    """A line a day. Exit code 1 where a table of a day differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--customers", type=int, default=150)
    options = parser.parse_args()
    differing = 0
    with TemporaryDirectory(prefix="guanxi_backfill_") as folder:
        nightly = load_settings(Path(folder) / "nightly")
        filled = found_company(Path(folder) / "filled", customers=options.customers, days=options.nights - 1)
        for day in (HISTORY_DAY + timedelta(number) for number in range(options.nights)):
            _deliver(filled.landing, nightly.landing, day)
            night, late = _published(nightly, day), _published(filled, day)
            names = sorted(name for name in night.keys() | late.keys() if night.get(name) != late.get(name))
            print(f"{day}: {len(night)} tables, {len(names)} differ {', '.join(names)}", flush=True)
            differing += len(names)
    return int(differing > 0)


def _deliver(source: Path, target: Path, day: date) -> None:
    """Copy the files of a day, and those that are of no day, such as mappings."""
    for file in source.rglob("*"):
        if file.is_file() and (day.isoformat() in file.name or not DATED.search(file.name)):
            copy = target / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)


def _published(settings: Settings, day: date) -> dict[str, tuple[int, int]]:
    guanxi("run", "--as-of", day.isoformat(), settings=settings)
    return content(file_of(settings, day), without=NOT_COMPARED)


if __name__ == "__main__":
    sys.exit(main())
