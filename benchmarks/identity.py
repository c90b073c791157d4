"""Time and quality of identity on a generated company. Run by hand:

    .venv/bin/python benchmarks/identity.py --customers 370000 --home /some/empty/folder

370,000 customers have about a million accounts, ERP customers and shop users, of which every hundredth is held back
for the next day. Prints seconds (wall, and of all cores) and peak memory of the first day, of the next day, and of the
next day once more without the state that the first left; whether both gave the same files; and precision and recall.
"""

import argparse
import resource
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from dagster_project.demo import generate
from dagster_project.identity.evaluation import agreement
from dagster_project.identity.lake import TABLES, partition, prepare_identity_folders
from dagster_project.identity.resolve import Resolution, resolve_day
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


def hold_back(settings: Settings, share: float) -> None:
    """Let a share of the records of the first day be delivered on the next one."""
    for folder in settings.lake.glob(f"*/*/business_date={HISTORY_DAY}"):
        later = folder.with_name(f"business_date={NEXT_DAY}")
        later.mkdir(exist_ok=True)
        for file in [*folder.glob("*.parquet")]:
            held = f"hash(_row_hash) % 10000 < {share * 10_000}"
            rows = f"from read_parquet('{file}', hive_partitioning = false) where"
            duckdb.execute(f"copy ({rows} {held}) to '{later / file.name}' (format parquet)")
            kept = file.with_suffix(".kept")
            duckdb.execute(f"copy ({rows} not ({held})) to '{kept}' (format parquet)")
            kept.replace(file)


def worked_seconds() -> float:
    """CPU seconds of this process and of those that it started and that have ended."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def timed(name: str, settings: Settings, day: date) -> Resolution:
    """Resolve one day and print what it took."""
    started, worked = time.perf_counter(), worked_seconds()
    found = resolve_day(settings, day)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{name:<28}{found.record_count:>12,} records{found.compared_count:>12,} compared"
        f"{time.perf_counter() - started:>9.1f} s wall{worked_seconds() - worked:>9.1f} s CPU{peak:>7.2f} GB peak",
        flush=True,
    )
    return found


def content(settings: Settings) -> list[tuple]:
    """Rows and a hash, of the next day's files."""
    return [
        duckdb.execute(f"select count(*), bit_xor(hash(t)) from read_parquet('{file}') as t").fetchone()
        for file in (partition(settings, table, NEXT_DAY) for table in TABLES)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=370_000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    settings = load_settings(options.home or Path(tempfile.mkdtemp(prefix="guanxi-identity-")))
    if not (settings.lake / "crm").exists():
        deliver(settings, customers=options.customers, seed=options.seed)
        hold_back(settings, 0.01)
    prepare_identity_folders(settings)
    timed("first day", settings, HISTORY_DAY)
    timed("next day, 1 % new", settings, NEXT_DAY)
    night = content(settings)
    shutil.rmtree(settings.home / "build" / "identity")
    timed("next day, from nothing", settings, NEXT_DAY)
    print("same files:", content(settings) == night)
    for group in agreement(settings, NEXT_DAY):
        print(
            f"{group.group:<24}{group.true:>12,} true pairs   precision {group.precision:.5f}   "
            f"recall {group.recall:.4f}"
        )


if __name__ == "__main__":
    main()
