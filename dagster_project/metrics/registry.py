"""dbt/models/metrics/*.yml -> `Metric` objects. dbt and MetricFlow read the same files; nothing is defined here."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REGISTRY = Path(__file__).resolve().parents[2] / "dbt" / "models" / "metrics"
META = ("label_zh", "unit", "direction", "owner", "requirements")
UNITS = ("count", "currency", "days", "minutes", "points", "rate", "score", "seconds")
DIRECTIONS = ("up", "down", "neutral")
DEFAULT_GRAINS = ("day", "week", "month")


class RegistryError(ValueError):
    """The registry contradicts itself; the text names file, metric and remedy."""


@dataclass(frozen=True)
class Measure:
    """What a fact adds up to. `expression` is SQL over the columns of `model`; `breakdowns` are dimensions."""

    name: str
    description: str
    aggregate: str
    expression: str
    model: str
    time_column: str
    grains: tuple[str, ...]
    breakdowns: tuple[str, ...]


@dataclass(frozen=True)
class Metric:
    """A registered metric: a measure, or one measure over another."""

    name: str
    name_en: str
    name_zh: str
    definition: str
    numerator: Measure
    denominator: Measure | None
    unit: str
    direction: str
    owner: str
    requirements: tuple[str, ...]
    file: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.numerator, self.denominator) if self.denominator else (self.numerator,)

    @property
    def grains(self) -> tuple[str, ...]:
        """Periods that all measures have."""
        return tuple(grain for grain in self.numerator.grains if all(grain in m.grains for m in self.measures))

    @property
    def breakdowns(self) -> tuple[str, ...]:
        """Dimensions that all measures have."""
        return tuple(name for name in self.numerator.breakdowns if all(name in m.breakdowns for m in self.measures))


def load_registry(folder: Path = REGISTRY) -> dict[str, Metric]:
    """Every registered metric by name, in order of name. Raises RegistryError."""
    files = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))}
    measures = {
        measure["name"]: _measure(model, measure)
        for content in files.values()
        for model in content.get("semantic_models", [])
        for measure in model.get("measures", [])
    }
    metrics = [
        _metric(file, metric, measures) for file, content in files.items() for metric in content.get("metrics", [])
    ]
    return {metric.name: metric for metric in sorted(metrics, key=lambda metric: metric.name)}


def _measure(model: dict[str, Any], measure: dict[str, Any]) -> Measure:
    meta = model["config"]["meta"]
    return Measure(
        name=measure["name"],
        description=measure["description"],
        aggregate=measure["agg"],
        expression=measure.get("expr", measure["name"]),
        model=model["model"].split("'")[1],
        time_column=model["defaults"]["agg_time_dimension"],
        grains=tuple(meta.get("grains", DEFAULT_GRAINS)),
        breakdowns=tuple(meta["breakdowns"]),
    )


def _metric(file: str, metric: dict[str, Any], measures: dict[str, Measure]) -> Metric:
    name, parameters = metric["name"], metric["type_params"]
    meta = metric.get("config", {}).get("meta", {})
    if missing := [key for key in META if not meta.get(key)]:
        raise RegistryError(f"{file}: metric {name} lacks {', '.join(missing)} in config.meta; add them")
    if meta["unit"] not in UNITS or meta["direction"] not in DIRECTIONS:
        raise RegistryError(f"{file}: metric {name} needs a unit of {UNITS} and a direction of {DIRECTIONS}")
    parts = [parameters[key] for key in ("measure", "numerator", "denominator") if key in parameters]
    if unknown := [part for part in parts if part not in measures]:
        raise RegistryError(f"{file}: metric {name} names no known measure: {', '.join(unknown)}")
    return Metric(
        name=name,
        name_en=metric["label"],
        name_zh=meta["label_zh"],
        definition=metric["description"],
        numerator=measures[parts[0]],
        denominator=measures[parts[1]] if len(parts) == 2 else None,
        unit=meta["unit"],
        direction=meta["direction"],
        owner=meta["owner"],
        requirements=tuple(meta["requirements"]),
        file=file,
    )
