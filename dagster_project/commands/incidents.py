"""`guanxi incidents`: what is wrong, since when, and who was told."""

from typing import Annotated

import typer
from rich.console import Console

from dagster_project.commands.common import Home, settings_of

app = typer.Typer()


@app.command()
def incidents(
    everything: Annotated[bool, typer.Option("--all", help="Resolved ones too.")] = False, home: Home = None
) -> None:
    """List what is wrong now, and send the messages that wait. Exit 1 while something critical is open."""
    from dagster_project.commands.incident_blocks import print_incidents
    from dagster_project.incidents.store import all_incidents, open_incidents
    from dagster_project.incidents.watch import send_due

    settings = settings_of(home)
    delivery = send_due(settings)
    found = all_incidents(settings) if everything else open_incidents(settings)
    print_incidents(found, Console(highlight=False))
    still = sum(not i.resolved_at for i in found)
    typer.echo(
        f"{still or 'no'} open incident{'s' * (still != 1)}; {delivery.sent} messages sent, {delivery.waiting} wait."
    )
    if any(i.severity == "critical" and not i.resolved_at for i in found):
        raise typer.Exit(1)
