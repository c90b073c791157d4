"""Time and quality of identity on a generated company. Run by hand:

    .venv/bin/python benchmarks/identity.py --customers 370000 --home /some/empty/folder

370,000 customers have about a million accounts, ERP customers and shop users. Prints pairwise precision and recall by
group, and seconds and peak memory of the first run, of a run of the same day with 1 % of the records forgotten, and of
the next day. A home that holds a lake already is used as it is.
"""

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.demo import generate
from dagster_project.identity.evaluation import agreement
from dagster_project.identity.resolve import Resolution, resolve
from dagster_project.ingest import ingest
from dagster_project.settings import Settings, load_settings

HISTORY_DAY, NEXT_DAY = date(2025, 12, 31), date(2026, 1, 1)
NEEDED = ("accounts", "contacts", "customers", "users")


def deliver(settings: Settings, *, customers: int, seed: int) -> None:
    """Generate a company and ingest the entities that identity reads."""
    generate(settings, customers=customers, days=1, seed=seed)
    for path in settings.landing.rglob("*.*"):
        if path.is_file() and "mapping" not in path.name and not path.name.startswith(NEEDED):
            path.unlink()
    ingest(settings, until=NEXT_DAY)


def timed(name: str, settings: Settings, day: date) -> Resolution:
    """Resolve one day and print what it took."""
    started = time.perf_counter()
    found = resolve(settings, day)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{name:<24}{found.record_count:>12,} records{found.compared_count:>12,} compared"
        f"{time.perf_counter() - started:>9.1f} s{peak:>8.2f} GB peak so far"
    )
    return found


def forget(settings: Settings, share: float) -> None:
    """Make a share of the records look as if they had never been compared."""
    (compared,) = (settings.home / "build" / "identity").glob("compared-*.parquet")
    kept = compared.with_suffix(".kept")
    duckdb.execute(
        f"copy (from read_parquet('{compared}') where hash(unique_id) % 10000 >= {share * 10_000}) to '{kept}' "
        "(format parquet)"
    )
    kept.replace(compared)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=370_000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    settings = load_settings(options.home or Path(tempfile.mkdtemp(prefix="guanxi-identity-")))
    if not (settings.lake / "crm").exists():
        deliver(settings, customers=options.customers, seed=options.seed)
    timed("first run", settings, HISTORY_DAY)
    forget(settings, 0.01)
    timed("1 % new records", settings, HISTORY_DAY)
    timed("next day", settings, NEXT_DAY)
    for group in agreement(settings, NEXT_DAY):
        print(
            f"{group.group:<24}{group.true:>12,} true pairs   precision {group.precision:.5f}   "
            f"recall {group.recall:.4f}"
        )


if __name__ == "__main__":
    main()
