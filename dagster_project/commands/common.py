"""What every command shares."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

Home = Annotated[
    Path | None, typer.Option("--home", help="Folder that holds everything. Default: $GUANXI_HOME, else data/.")
]


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with exit code 1."""
    typer.secho(f"guanxi: {message}", fg="red", err=True)
    raise typer.Exit(1)
