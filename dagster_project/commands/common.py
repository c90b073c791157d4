"""What every command shares."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dagster_project.settings import Settings, load_settings

if TYPE_CHECKING:
    from dagster_project.publishing.generations import Generation

Home = Annotated[
    Path | None, typer.Option("--home", help="Folder that holds everything. Default: $GUANXI_HOME, else data/.")
]


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with exit code 1."""
    typer.secho(f"guanxi: {message}", fg="red", err=True)
    raise typer.Exit(1)


def settings_of(home: Path | None) -> Settings:
    """Settings of a home that exists. Of a misspelt one everything would seem to be well."""
    settings = load_settings(home)
    if not settings.home.is_dir():
        fail(f"there is no home {settings.home}. --home or GUANXI_HOME names it; `guanxi run` makes one.")
    return settings


def renew_mirror(settings: Settings, shown: "Generation") -> None:
    """Bring PostgreSQL to what readers are shown, where a mirror is configured; fail if it could not be."""
    if not settings.postgres_url:
        return
    from dagster_project.publishing.postgres_mirror import MirrorError, mirror

    try:
        mirror(settings, shown)
    except MirrorError as problem:
        fail(f"PostgreSQL still holds what it held: {problem}. The next run renews it.")
