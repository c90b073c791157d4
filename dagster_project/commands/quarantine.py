"""`guanxi quarantine list | show | replay`."""

from typing import Annotated

import typer
from rich.console import Console

from dagster_project.commands.common import Home, fail, whole_table
from dagster_project.settings import load_settings

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_rejected(home: Home = None) -> None:
    """Deliveries with rejected rows, the newest first, each with its commonest reason."""
    from dagster_project.warehouse.quarantine import rejected_deliveries

    table = whole_table("table", "file", "day", "rows in", "rejected", "commonest reason")
    for d in rejected_deliveries(load_settings(home)):
        table.add_row(d.table, d.file, str(d.business_date), f"{d.rows_in:,}", f"{d.rows_quarantined:,}", d.reason)
    Console().print(table)


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A file as `guanxi quarantine list` names it.")],
    limit: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 20,
    home: Home = None,
) -> None:
    """Rejected rows of one delivered file: line, reason, and the shape of the values, masked."""
    from dagster_project.warehouse.quarantine import rejected_rows

    rows = rejected_rows(load_settings(home), file, limit=limit)
    if not rows:
        fail(f"no rejected rows of {file!r}; `guanxi quarantine list` names the files that have some.")
    table = whole_table("line", "reason", "delivered (masked)", title=file)
    for row in rows:
        table.add_row(str(row.line), row.reason, ", ".join(f"{name}={value}" for name, value in row.masked.items()))
    Console().print(table)


@app.command()
def replay(home: Home = None) -> None:
    """Read again what was corrected: the delivery, its mapping or its contract. Exit 1 while rows remain rejected."""
    from dagster_project.ingest import IngestError, MappingError
    from dagster_project.warehouse.lock import HomeLocked, writer_lock
    from dagster_project.warehouse.quarantine import replay

    settings = load_settings(home)
    try:
        with writer_lock(settings):
            done = replay(settings)
    except (IngestError, MappingError, HomeLocked) as problem:
        fail(str(problem))
    table = whole_table("table", "file", "rejected before", "rejected now")
    for key in sorted(done.before.keys() | done.after.keys()):
        table.add_row(*key, str(done.before.get(key, 0)), str(done.after.get(key, 0)))
    Console().print(table)
    if not done.is_balanced:
        fail("rows do not balance; nothing is published from this. Please report it as a defect.")
    if done.after:
        fail(f"{sum(done.after.values()):,} rows remain rejected. Correct what is listed, or leave them and go on.")
    typer.echo("Nothing is rejected any more; `guanxi run` builds and publishes it.")
