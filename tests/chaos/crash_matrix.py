"""A nightly run struck at one point after the other until it goes through: `make chaos`. Prints what was tried.

The attempts follow each other in one home, each a little further than the one before, as where a machine is in trouble
all night. Whatever a fault leaves behind meets a run that begins as any re-run does; after each, readers must see the
former build, unchanged; and what the last attempt publishes must be, row by row, what an undisturbed run publishes.

    PYTHONPATH=.:tests .venv/bin/python tests/chaos/crash_matrix.py [--home A] [--faults TEXT ...]

`--home`: a home whose last delivered day has not been run yet; it is copied. Without it a company of 300 customers is
founded and its history run first.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from support.company import HISTORY_DAY, found_company, run_day
from support.published import content

from chaos.faults import FAULTS, run_twice
from dagster_project.ingest import latest_business_date
from dagster_project.publishing.generations import current_generation
from dagster_project.settings import Settings, load_settings

CUSTOMERS = 300
# It tells which runs failed, so after so many attempts it must differ.
HISTORY_OF_RUNS = "meta.incidents"
Content = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Outcome:
    """`struck`: the fault ended the attempt. `undisturbed`: readers saw the former build all the same."""

    fault: str
    struck: bool
    undisturbed: bool
    seconds: float


def main() -> int:
    """Exit code 1 where a fault did not strike, readers saw a change, or the last attempt gave anything else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--faults", nargs="*", default=[""], metavar="TEXT", help="Only those that hold a text.")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="guanxi_chaos_") as folder:
        before = _prepared(Path(folder) / "before", options.home)
        undisturbed = _copy(before, Path(folder) / "undisturbed")
        run_day(undisturbed, latest_business_date(before))
        outcomes = []
        for outcome in _strike(before, options.faults):
            print(f"{outcome.seconds:6.0f} s  {outcome.fault}", flush=True)
            outcomes.append(outcome)
        return _report(outcomes, expected=_published(undisturbed), found=_published(before))


def _prepared(home: Path, given: Path | None) -> Settings:
    if given:
        return _copy(load_settings(given), home)
    settings = found_company(home, customers=CUSTOMERS)
    run_day(settings, HISTORY_DAY)
    return settings


def _strike(settings: Settings, chosen: list[str]) -> Iterator[Outcome]:
    day, former = latest_business_date(settings), _published(settings)
    for fault, strike in FAULTS.items():
        if any(text in fault for text in chosen):
            begun = time.monotonic()
            struck = strike(settings, day)
            yield Outcome(fault, struck, _published(settings) == former, time.monotonic() - begun)
    begun = time.monotonic()
    yield Outcome("two runs at once", run_twice(settings, day), True, time.monotonic() - begun)


def _report(outcomes: list[Outcome], *, expected: Content, found: Content) -> int:
    lost = sum(max(0, rows - found.get(table, (0, 0))[0]) for table, (rows, _) in expected.items())
    doubled = sum(max(0, rows - expected.get(table, (0, 0))[0]) for table, (rows, _) in found.items())
    differing = sorted(table for table in expected.keys() | found.keys() if expected.get(table) != found.get(table))
    table = Table("fault", "struck", "readers undisturbed", "seconds")
    for outcome in outcomes:
        marks = ["yes" if mark else "NO" for mark in (outcome.struck, outcome.undisturbed)]
        table.add_row(outcome.fault, *marks, f"{outcome.seconds:.0f}")
    survived = 0 if differing else sum(outcome.struck and outcome.undisturbed for outcome in outcomes)
    table.caption = f"{len(outcomes)} faults tried, {survived} survived, {lost} rows lost, {doubled} rows doubled"
    Console().print(table)
    if differing:
        print(f"not as after an undisturbed run: {', '.join(differing)}")
    return int(survived < len(outcomes) or lost + doubled > 0)


def _copy(settings: Settings, home: Path) -> Settings:
    shutil.copytree(settings.home, home, symlinks=True)
    return replace(settings, home=home)


def _published(settings: Settings) -> Content:
    tables = content(current_generation(settings).folder / "guanxi.duckdb")
    return {name: digest for name, digest in tables.items() if name != HISTORY_OF_RUNS}


if __name__ == "__main__":
    sys.exit(main())
