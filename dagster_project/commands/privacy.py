"""`guanxi erase` and `guanxi export-person`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.commands.common import Home, fail, renew_mirror, settings_of
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from dagster_project.privacy.erase import Erasure

CustomerId = Annotated[str | None, typer.Option("--customer", help="Customer ID as published.")]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number, in any usual spelling.")]
Email = Annotated[str | None, typer.Option("--email", help="E-mail address.")]


def erase(
    customer: CustomerId = None,
    phone: Phone = None,
    email: Email = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: Home = None,
) -> None:
    """Remove a person everywhere, for good: landing, lake, quarantine, scores, published generations."""
    from dagster_project.ingest import IngestError, MappingError
    from dagster_project.privacy.erase import erase as erase_person
    from dagster_project.privacy.erase import pending_erasure
    from dagster_project.warehouse.lock import HomeLocked

    settings, left = settings_of(home), []
    try:
        pending = pending_erasure(settings)
        if pending is not None:
            typer.echo("An erasure was cut short, or left something; it is finished first.")
            left += _told(settings, erase_person(settings, pending))
        if pending is None or customer not in pending.customer_ids:
            person = _find(settings, customer, phone, email)
            known_as = ", ".join(sorted(person.customer_ids)) or "unknown"
            if not yes:
                typer.confirm(f"Erase customer {known_as} for good?", abort=True)
            left += _told(settings, erase_person(settings, person))
    except (HomeLocked, IngestError, MappingError) as problem:
        fail(str(problem))
    if left:
        fail("something is left:\n  " + "\n  ".join(left))
    typer.echo("A search of the whole home finds nothing left. `guanxi run` builds and publishes without the person.")


def _told(settings: Settings, done: "Erasure") -> tuple[str, ...]:
    """Say what was erased, and bring PostgreSQL to it. Returns what is left."""
    from dagster_project.publishing.generations import current_generation

    typer.echo(f"Erased from {len(done.files)} delivered files and {done.generation_count} published generations.")
    if shown := current_generation(settings):
        renew_mirror(settings, shown)
    return done.left


def export_person(
    customer: CustomerId = None,
    phone: Phone = None,
    email: Email = None,
    output: Annotated[Path | None, typer.Option(help="A new JSON file. Default: the terminal.")] = None,
    home: Home = None,
) -> None:
    """Show everything that is held about a person."""
    import json

    from dagster_project.privacy.export import export_person as held_of
    from dagster_project.privacy.export import write_export

    settings = settings_of(home)
    held = held_of(settings, _find(settings, customer, phone, email))
    if output is None:
        typer.echo(json.dumps(held, ensure_ascii=False, indent=2, default=str))
        return
    try:
        write_export(held, output)
    except FileExistsError:
        fail(f"{output} exists. Name a new file.")
    typer.echo(f"{sum(map(len, held.values()))} rows of {len(held)} tables: {output}")


def _find(settings: Settings, customer: str | None, phone: str | None, email: str | None):
    from dagster_project.privacy.person import PersonNotFound, find_person

    if sum(option is not None for option in (customer, phone, email)) != 1:
        raise typer.BadParameter("name the person by one of --customer, --phone and --email.")
    try:
        return find_person(settings, customer_id=customer, phone=phone, email=email)
    except PersonNotFound as problem:
        fail(str(problem))
