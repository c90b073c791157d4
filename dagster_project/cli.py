"""The `guanxi` command. Exit codes: 0 done, 1 it failed or something is wrong, 2 wrong usage."""

import os
import sys
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dagster_project.commands import incidents, privacy, quarantine, serving
from dagster_project.commands.common import Home, fail
from dagster_project.settings import SettingsRefused, load_settings

AGE_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class ExampleName(StrEnum):
    """The folders of examples/."""

    COMPLETE_JOURNEY = "complete_journey"
    ONLINE_RETAIL = "online_retail"


def parse_age(text: str) -> timedelta:
    """ "26h", "90m" or "2d" as a time span. Raises typer.BadParameter."""
    number, unit = text[:-1], AGE_UNITS.get(text[-1:])
    if unit is None or not number.replace(".", "", 1).isdigit():
        raise typer.BadParameter(f"{text!r} is not an age; write 26h, 90m or 2d")
    return timedelta(**{unit: float(number)})


app = typer.Typer(no_args_is_help=True, add_completion=False, help="Guanxi, a customer warehouse.")
app.add_typer(serving.app)
app.add_typer(incidents.app)
app.add_typer(quarantine.app, name="quarantine", help="Rows that were rejected: what, why, and a second attempt.")
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day to build. Default: the latest day delivered."),
]


@app.command()
def run(as_of: AsOf = None, home: Home = None) -> None:
    """Run the nightly job: ingest, build, score, check, publish. Fails without changing what is published."""
    from dagster_project.commands.incident_blocks import print_what_is_wrong
    from dagster_project.home import HomeRefused, open_home
    from dagster_project.ingest import IngestError, MappingError, delivered_days
    from dagster_project.operations.alerting import after_run
    from dagster_project.operations.run_day import run_day
    from dagster_project.operations.summary import print_summary
    from dagster_project.publishing.generations import current_generation

    settings, console = load_settings(home), Console()
    try:
        open_home(settings)
        first, latest = delivered_days(settings)
    except HomeRefused as error:
        fail(str(error))
    except (IngestError, MappingError) as error:
        after_run(settings, as_of.date() if as_of else None, problem=str(error))
        fail(str(error))
    day = as_of.date() if as_of else latest
    if not first <= day <= date.today():
        fail(f"{day} cannot be built: the first delivery is of {first}, and the last day that can be built is today.")
    console.print(f"Guanxi run as of {day}, home {settings.home}", highlight=False)
    succeeded = run_day(settings, day)
    after_run(
        settings, day, problem="" if succeeded else f"the run of {day} failed; see {settings.logs / f'{day}.log'}"
    )
    if not succeeded:
        print_what_is_wrong(settings, day, Console(stderr=True, highlight=False))
        fail(f"the run of {day} failed; what is published has not changed. Mend the cause above and run it again.")
    generation = current_generation(settings)
    if generation.as_of_date != day:
        console.print(f"{day} is kept as a generation; readers stay on {generation.as_of_date}.", highlight=False)
    print_summary(settings, generation, console)


@app.command()
def demo(
    customers: Annotated[int, typer.Option(min=1, help="Customers of the generated company.")] = 5_000,
    days: Annotated[int, typer.Option(min=0, max=120, help="Daily deliveries after the two years of history.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 7,
    next_day: Annotated[
        bool, typer.Option("--next-day", help="Deliver one more day of the company that is there, or generate it.")
    ] = False,
    home: Home = None,
) -> None:
    """Generate the demo company into the landing folder, with its planted truth beside it."""
    from dagster_project.demo import deliver_next_day, generate

    settings = load_settings(home)
    if next_day and (settings.truth / "demo.json").exists():
        typer.echo(f"Delivered {deliver_next_day(settings)} to {settings.landing}")
        return
    if settings.landing.exists() and any(settings.landing.iterdir()):
        fail(f"{settings.landing} is not empty. Choose another --home, or --next-day to go on with the company there.")
    summary = generate(settings, customers=customers, days=days, seed=seed)
    typer.echo(
        f"Generated {summary.customers:,} customers and {summary.orders:,} orders in {summary.files} files, "
        f"{summary.bytes / 1e6:,.1f} MB, {summary.seconds:.1f} s: {settings.landing}"
    )


@app.command()
def status(
    max_age: Annotated[
        timedelta | None,
        typer.Option(
            "--max-age", parser=parse_age, metavar="AGE", help="Exit 1 when what is published is older: 26h, 2d."
        ),
    ] = None,
    home: Home = None,
) -> None:
    """Show what is published and how old it is. Exit 1 when nothing is, or when it is too old."""
    from dagster_project.operations.alerting import after_status
    from dagster_project.operations.status import status_of

    settings = load_settings(home)
    state = status_of(settings)
    if state.current is None:
        fail(f"nothing is published in {settings.serving} yet: `guanxi run` does it.")
    hours = state.age.total_seconds() / 3600
    table = Table(show_header=False)
    table.add_row("published", f"as of {state.current.as_of_date}, build {state.current.build_id}")
    table.add_row("age", f"{hours:.1f} hours")
    table.add_row("rows", f"{sum(state.current.row_counts.values()):,} in {len(state.current.row_counts)} tables")
    table.add_row("generations kept", ", ".join(g.build_id for g in state.kept))
    table.add_row("a run is going on", "yes" if state.is_running else "no")
    for message in state.stopped:
        table.add_row("delivery stopped", message)
    alerts = after_status(settings, state.current, max_age=max_age)
    table.add_row("incidents open", str(alerts.open) + (f", {alerts.waiting} messages wait" if alerts.waiting else ""))
    Console().print(table)
    if max_age is not None and state.age > max_age:
        fail(f"the published file is {hours:.1f} hours old, more than {max_age.total_seconds() / 3600:g}.")


@app.command()
def doctor(home: Home = None) -> None:
    """Examine versions, memory, disk, lock and file system. Exit 1 when something needs mending."""
    from dagster_project.operations.doctor import examine

    settings = load_settings(home)
    findings = examine(settings)
    table = Table("examined", "found", "to do", title=f"home {settings.home}")
    for finding in findings:
        table.add_row(finding.subject, finding.observed, f"[red]{finding.remedy}" if finding.remedy else "[green]ok")
    Console().print(table)
    if any(finding.remedy for finding in findings):
        raise typer.Exit(1)


@app.command()
def dev(port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 3000, home: Home = None) -> None:
    """Open Dagster's own UI on this machine only."""
    from dagster_project.operations.run_day import serve_orchestration

    serve_orchestration(load_settings(home), port=port)


@app.command()
def example(
    name: Annotated[ExampleName, typer.Argument(help="Which of the data sets in examples/.")],
    source: Annotated[
        Path | None, typer.Option(help="The downloaded file or folder, where it is not in a package.")
    ] = None,
    home: Home = None,
) -> None:
    """Run a real data set end to end and reconcile what is published with its raw files. Exit 1 on a difference."""
    from dagster_project.examples import ExampleError
    from dagster_project.ingest import IngestError, MappingError
    from dagster_project.operations.example import run_example

    try:
        agrees = run_example(load_settings(home), name.value, source=source, console=Console())
    except (ExampleError, IngestError, MappingError) as error:
        fail(str(error))
    if not agrees:
        fail("what is published differs from the raw files.")


app.command()(privacy.erase)
app.command("export-person")(privacy.export_person)


def main() -> None:
    """Console entry point. What the command and its children write is for its user alone."""
    os.umask(0o077)
    try:
        app()
    except SettingsRefused as refused:
        sys.exit(f"guanxi: {refused}")
