"""Run one of the examples on real data, and compare what is published with the raw files."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from dagster_project.examples import ExampleError, localised, place, reconcile
from dagster_project.ingest import latest_business_date
from dagster_project.operations.run_day import run_day
from dagster_project.operations.summary import print_summary
from dagster_project.publishing.generations import current_generation
from dagster_project.settings import Settings


def run_example(settings: Settings, name: str, *, source: Path | None, console: Console) -> bool:
    """Place, run, summarise and reconcile. Returns whether every figure agrees exactly. Raises ExampleError."""
    settings = localised(settings, name)
    landing = place(settings, name, source)
    console.print(f"{name} is in {landing}", highlight=False)
    if not run_day(settings, latest_business_date(settings)):
        raise ExampleError("the run failed; what is published has not changed. Mend the cause above and run it again.")
    print_summary(settings, current_generation(settings), console)
    table = Table("figure", "raw files", "published", title=f"{name}: raw files against marts")
    reconciliations = reconcile(settings, name)
    for item in reconciliations:
        agrees = item.raw == item.published
        table.add_row(item.figure, f"{item.raw:,}", f"[{'green' if agrees else 'red'}]{item.published:,}")
    console.print(table)
    return all(item.raw == item.published for item in reconciliations)
