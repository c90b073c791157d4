"""`guanxi generations | rollback | diff`: what was published, back to it, and what changed."""

from itertools import groupby
from typing import Annotated

import typer
from rich.console import Console

from dagster_project.commands.blocks import whole_table
from dagster_project.commands.common import Home, fail, renew_mirror, settings_of

app = typer.Typer()
Build = Annotated[str, typer.Argument(help="A build id, or its beginning.")]


@app.command()
def generations(home: Home = None) -> None:
    """List the published generations that are kept, the latest first."""
    from dagster_project.publishing.generations import current_generation, generations
    from dagster_project.publishing.rollback import is_withdrawn

    settings = settings_of(home)
    current = current_generation(settings)
    table = whole_table("build", "as of", "published (UTC)", "rows", "readers", numbers=("rows",))
    for generation in generations(settings):
        withdrawn = "withdrawn" if is_withdrawn(settings, generation.build_id) else ""
        shown = "see it" if current and generation.build_id == current.build_id else withdrawn
        rows = f"{sum(generation.row_counts.values()):,}"
        published = generation.published_at[:16].replace("T", " ")
        table.add_row(generation.build_id, str(generation.as_of_date), published, rows, shown)
    Console().print(table)


@app.command()
def rollback(
    build: Annotated[str | None, typer.Argument(help="Build id or its beginning. Default: the one before.")] = None,
    home: Home = None,
) -> None:
    """Show readers an earlier generation, atomically. Running the withdrawn day again does not undo it."""
    from dagster_project.publishing.rollback import RollbackError, roll_back
    from dagster_project.warehouse.lock import HomeLocked

    settings = settings_of(home)
    try:
        shown = roll_back(settings, build)
    except (RollbackError, HomeLocked) as problem:
        fail(str(problem))
    typer.echo(f"Readers now see build {shown.build_id}, as of {shown.as_of_date}.")
    renew_mirror(settings, shown)


@app.command()
def diff(a: Build, b: Build, home: Home = None) -> None:
    """Compare two kept generations: rows that one has only, and sums of columns that differ."""
    from dagster_project.publishing.difference import differences
    from dagster_project.publishing.rollback import RollbackError, generation_named

    settings = settings_of(home)
    try:
        tables, figures = differences(generation_named(settings, a), generation_named(settings, b))
    except RollbackError as problem:
        fail(str(problem))
    if not tables:
        typer.echo("The two generations hold the same rows.")
        return
    console, counted = Console(highlight=False), ("rows A", "rows B", "only in A", "only in B")
    rows = whole_table("table", *counted, numbers=counted)
    for t in tables:
        rows.add_row(t.table, *(_shown(count) for count in (t.rows_in_a, t.rows_in_b, t.only_in_a, t.only_in_b)))
    console.print(rows)
    for t in tables:
        if t.columns:
            console.print(f"{t.table}: only one of them has {', '.join(t.columns)}")
    for table, of_table in groupby(figures, key=lambda figure: figure.table):
        sums = whole_table("sum of", "A", "B", "B - A", numbers=("A", "B", "B - A"), title=table)
        for f in of_table:
            change = "" if f.in_a is None or f.in_b is None else f"{f.in_b - f.in_a:+,.2f}"
            sums.add_row(f.column, _shown(f.in_a), _shown(f.in_b), change)
        console.print(sums)


def _shown(number: float | None) -> str:
    return "-" if number is None else f"{number:,.2f}" if isinstance(number, float) else f"{number:,}"
