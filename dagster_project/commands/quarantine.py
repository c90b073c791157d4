"""`guanxi quarantine list | show | replay`."""

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from dagster_project.commands.blocks import block, whole_table
from dagster_project.commands.common import Home, fail, settings_of

LONGEST_NAME = 44  # characters of a file name that stay on one line

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_rejected(home: Home = None) -> None:
    """Deliveries with rejected rows, the newest first, each with its commonest reason."""
    from dagster_project.warehouse.quarantine import rejected_deliveries

    table = whole_table("file, table and day", "rejected", "of", "commonest reason", numbers=("rejected", "of"))
    rejected = rejected_deliveries(settings_of(home))
    table.columns[0].no_wrap = all(len(d.file) <= LONGEST_NAME for d in rejected)
    for d in rejected:
        where = Text.assemble(d.file, (f"\n{d.table}, {d.business_date}", "dim"))
        table.add_row(where, f"{d.rows_quarantined:,}", f"{d.rows_in:,}", Text(d.reason))
    if rejected:
        Console(highlight=False).print(table)
    count = sum(d.rows_quarantined for d in rejected)
    typer.echo(f"Rejected rows: {count:,}. `guanxi quarantine show FILE` shows them.")


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A file as `guanxi quarantine list` names it.")],
    limit: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 20,
    home: Home = None,
) -> None:
    """Rejected rows of one delivered file: line, reason, and the shape of the values, masked."""
    from dagster_project.warehouse.quarantine import rejected_rows

    rows = rejected_rows(settings_of(home), file, limit=limit)
    if not rows:
        fail(f"no rejected rows of {file!r}; `guanxi quarantine list` names the files that have some.")
    console = Console(highlight=False)
    for row in rows:
        delivered = ", ".join(f"{name}={value}" for name, value in row.masked.items())
        console.print(block(f"{file}:{row.line}", [("reason", row.reason), ("delivered", delivered)]))


@app.command()
def replay(home: Home = None) -> None:
    """Read again what was corrected: the delivery, its mapping or its contract. Exit 1 while rows remain rejected."""
    from dagster_project.ingest import IngestError, MappingError
    from dagster_project.warehouse.lock import HomeLocked, writer_lock
    from dagster_project.warehouse.quarantine import replay

    settings = settings_of(home)
    try:
        with writer_lock(settings):
            done = replay(settings)
    except (IngestError, MappingError, HomeLocked) as problem:
        fail(str(problem))
    table = whole_table("file, table", "rejected before", "now", numbers=("rejected before", "now"))
    for key in sorted(done.before.keys() | done.after.keys()):
        where = Text.assemble(key[1], (f"\n{key[0]}", "dim"))
        table.add_row(where, f"{done.before.get(key, 0):,}", f"{done.after.get(key, 0):,}")
    Console(highlight=False).print(table)
    if not done.is_balanced:
        fail("rows do not balance; nothing is published from this. Please report it as a defect.")
    if done.after:
        fail(
            f"rows that remain rejected: {sum(done.after.values()):,}. Correct what is listed, or leave them and go on."
        )
    typer.echo("Nothing is rejected any more; `guanxi run` builds and publishes it.")
