"""Who is who against the planted truth of generated companies. Run by hand:

    .venv/bin/python benchmarks/identity_accuracy.py --customers 5000 --seeds 101 202 --days 10

Resolves the history and then so many nights. Prints pairwise precision and recall of accounts, ERP customers and shop
users of all systems together: of everybody, per customer type and per language; the same of contacts, on persons; of
contacts, tickets and survey answers that say who they are, the share that was given to the right customer; and of the
customers whose records did not change from one day to the next how many kept their ID.
"""

import argparse
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from dagster_project.demo import generate
from dagster_project.identity.evaluation import agreement, attribution, stability
from dagster_project.identity.resolve import resolve
from dagster_project.ingest import ingest
from dagster_project.settings import Settings, load_settings

HISTORY_DAY = date(2025, 12, 31)


# What identity reads: nothing else is ingested.
NEEDED = ("accounts", "contacts", "customers", "users", "tickets", "survey_responses")


def deliver(settings: Settings, *, customers: int, days: int, seed: int, until: date) -> None:
    """Generate a company and ingest the entities that identity reads."""
    generate(settings, customers=customers, days=days, seed=seed)
    for path in settings.landing.rglob("*.*"):
        if path.is_file() and "mapping" not in path.name and not path.name.startswith(NEEDED):
            path.unlink()
    ingest(settings, until=until)


def measure(customers: int, seed: int, days: int) -> None:
    """Generate one company in a folder that is removed afterwards, resolve it, and print what came out."""
    with tempfile.TemporaryDirectory(prefix="guanxi-accuracy-") as folder:
        settings = load_settings(Path(folder))
        nights = [HISTORY_DAY + timedelta(number) for number in range(days + 1)]
        deliver(settings, customers=customers, days=days, seed=seed, until=nights[-1])
        found = [resolve(settings, night) for night in nights][-1]
        print(f"seed {seed}: {customers:,} customers, {found.record_count:,} records")
        for group in agreement(settings, nights[-1]):
            print(
                f"  {group.group:<18}{group.true:>10,} true pairs   precision {group.precision:.5f}   "
                f"recall {group.recall:.4f}"
            )
        for entity in attribution(settings, nights[-1]):
            print(
                f"  {entity.entity:<18}{entity.known:>10,} of customers, given rightly   precision "
                f"{entity.precision:.5f}   recall {entity.recall:.4f}; of strangers given {entity.strangers_given}"
            )
        kept = [stability(settings, *pair) for pair in pairwise(nights)]
        print(f"  {'same ID':<18}{sum(same for _, same in kept):>10,} of {sum(all_ for all_, _ in kept):,} unchanged")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101, 202])
    parser.add_argument("--days", type=int, default=10)
    options = parser.parse_args()
    for seed in options.seeds:
        measure(options.customers, seed, options.days)


if __name__ == "__main__":
    main()
