"""Which model scores on a day: the one in use while it is fresh and sound, else a newly trained one that is no worse.

`<artifacts>/<model>/days/<as-of date>.json` says for every day which version scored, by which decision, and how far
features and scores had drifted. A day's decision depends on earlier days only, so a day run again decides the same.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.artifacts import load
from models.errors import ArtifactError, FeatureFrameError, LeakageError, ModelError
from models.training import TrainedModel
from models.versioning import code_hash

KEPT, FIRST, PROMOTED, DEFENDED, REFUSED = "kept", "first", "promoted", "defended", "refused"


@dataclass(frozen=True)
class RetrainPolicy:
    """When a model in use is trained anew, and when it may not score any more.

    It is due after `retrain_days`, or if a feature or the score drifted by `max_drift` (population stability index), or
    if the code has changed. A model older than `max_age_days` does not score, whatever keeps a new one from being made.
    """

    retrain_days: int = 7
    max_age_days: int = 60
    max_drift: float = 0.25


@dataclass(frozen=True)
class ModelInUse:
    """The model of a day (None if it is refused), by which decision, and why."""

    trained: TrainedModel | None
    decision: str
    why: str


@dataclass(frozen=True)
class Duel:
    """How the model in use and its challenger foretold the same later window that neither had seen; less is better."""

    loss: str
    champion: float
    challenger: float


def no_duel(reason: str) -> Callable[..., str]:
    """For models that no later window can judge: a challenger takes over, and the registry says why."""
    return lambda *_, **__: reason


def model_in_use(
    name: str,
    *,
    artifacts: Path,
    as_of: date,
    policy: RetrainPolicy,
    train: Callable[[], TrainedModel],
    columns: set[str] | None = None,
    duel: Callable[[TrainedModel, TrainedModel], Duel | str],
) -> ModelInUse:
    """Decide for the day `as_of`.

    `train` makes a challenger. `columns` are those the inputs have: a champion that needs another is mismatched.
    `duel(champion, challenger)` compares the two on the same later window, or says why it cannot; the challenger is
    promoted if its loss is not higher, or if there is no duel.
    Raises LeakageError or FeatureFrameError: inputs that must not be used by any model.
    """
    champion, problem = _champion(name, artifacts, as_of, columns)
    due = problem or _due(champion, name, artifacts, as_of, policy)
    if not due:
        return ModelInUse(champion, KEPT, f"trained on {champion.metadata['as_of_date']}, fresh and sound")
    try:
        challenger = train()
    except (LeakageError, FeatureFrameError):
        raise
    except ModelError as failure:
        return _without_challenger(champion, as_of, policy, f"{due}; training failed: {failure}")
    if champion is None:
        return ModelInUse(challenger, FIRST, due)
    return _winner(champion, challenger, duel(champion, challenger), due)


def last_day_before(artifacts: Path, name: str, as_of: date) -> dict[str, Any] | None:
    """The record of the latest day before `as_of` on which a model scored."""
    days = sorted((artifacts / name / "days").glob("*.json"))
    for path in reversed([path for path in days if path.stem < as_of.isoformat()]):
        day = json.loads(path.read_text())
        if day["version"]:
            return day
    return None


def day_of(artifacts: Path, name: str, as_of: date) -> dict[str, Any] | None:
    """The record of one day, if the model ran on it."""
    path = artifacts / name / "days" / f"{as_of.isoformat()}.json"
    return json.loads(path.read_text()) if path.is_file() else None


def model_of_day(artifacts: Path, name: str, as_of: date) -> TrainedModel:
    """The very model that scored on a day: scoring that day's features again gives the same values (N7).

    Raises ArtifactError if no model scored then, or its file is gone or damaged.
    """
    day = day_of(artifacts, name, as_of)
    if day is None or not day["version"]:
        raise ArtifactError(f"no model {name} scored on {as_of}: {artifacts / name / 'days'} holds no version for it")
    return _load(artifacts, name, day["version"])


def record_day(
    artifacts: Path,
    name: str,
    as_of: date,
    *,
    used: ModelInUse,
    drift: dict[str, float],
    rows: dict[str, int] | None = None,
) -> None:
    """Write down what was decided for a day, at once or not at all; `rows` were compared for each index of `drift`."""
    path = artifacts / name / "days" / f"{as_of.isoformat()}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    version = used.trained.version if used.trained else None
    content = {"model": name, "as_of_date": as_of.isoformat(), "version": version}
    content |= {"decision": used.decision, "why": used.why, "drift": drift, "rows": rows or {}}
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n")
    partial.replace(path)


def _champion(name, artifacts, as_of, columns) -> tuple[TrainedModel | None, str | None]:
    """The model in use before the day, and what keeps it from scoring."""
    last = last_day_before(artifacts, name, as_of)
    if last is None:
        return None, "no model was in use before"
    try:
        champion = _load(artifacts, name, last["version"])
    except ArtifactError as damage:
        return None, f"the model in use cannot be loaded: {damage}"
    if champion.metadata["code_sha256"] != code_hash():
        return None, "the code has changed since the model in use was trained"
    missing = sorted(set(champion.metadata["features"]) - columns) if columns is not None else []
    if missing:
        return None, f"the model in use needs columns that are not there: {', '.join(missing)}"
    return champion, None


def _load(artifacts: Path, name: str, version: str) -> TrainedModel:
    artifact = load(artifacts / name / version)
    return TrainedModel(artifact.model, artifact.metadata["metrics"], artifact.metadata)


def _due(champion, name, artifacts, as_of, policy) -> str | None:
    if (age := _age(champion, as_of)) >= policy.retrain_days:
        return f"the model in use is {age} days old"
    drift = last_day_before(artifacts, name, as_of)["drift"]
    worst = max(drift, key=drift.get, default=None)
    if worst and drift[worst] >= policy.max_drift:
        return f"{worst} drifted by {drift[worst]:.2f}"
    return None


def _age(champion: TrainedModel, as_of: date) -> int:
    return (as_of - date.fromisoformat(champion.metadata["as_of_date"])).days


def _without_challenger(champion, as_of, policy, why) -> ModelInUse:
    if champion is None:
        return ModelInUse(None, REFUSED, why)
    if (age := _age(champion, as_of)) > policy.max_age_days:
        return ModelInUse(None, REFUSED, f"{why}; the last model is stale: {age} days old")
    return ModelInUse(champion, KEPT, why)


def _winner(champion: TrainedModel, challenger: TrainedModel, duel: Duel | str, due: str) -> ModelInUse:
    if isinstance(duel, str):
        return ModelInUse(challenger, PROMOTED, f"{due}; promoted without a duel: {duel}")
    compared = f"{due}; {duel.loss} on the same later window {duel.challenger:.4f} against {duel.champion:.4f}"
    if duel.challenger <= duel.champion:
        return ModelInUse(challenger, PROMOTED, compared)
    return ModelInUse(champion, DEFENDED, compared)
