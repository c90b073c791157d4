"""One model on one day: which version is in use, what it scores, and how far its world has drifted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dagster_project.settings import Settings
from models.artifacts import save
from models.card import model_card
from models.lifecycle import Duel, ModelInUse, RetrainPolicy, model_in_use, record_day
from models.monitoring import drift, reference_bins
from models.tables import MODEL_TABLES
from models.training import TrainedModel

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ScoredDay:
    """The model of the day and its tables; all of them empty if no model may score."""

    used: ModelInUse
    tables: dict[str, pd.DataFrame]


def score_day(
    settings: Settings,
    model: str,
    frames: Frames,
    *,
    as_of: date,
    train: Callable[..., TrainedModel],
    score: Callable[..., dict[str, pd.DataFrame]],
    duel: Callable[..., Duel | str],
) -> ScoredDay:
    """Choose the model in use, keep its artifact and card if it is new, score, and record the day.

    The first of `frames` is monitored for drift. Functions as in `defs.ml.score_asset`.
    """
    known = {"as_of": as_of, "timezone": settings.business_timezone}
    used = model_in_use(
        model,
        artifacts=settings.artifacts,
        as_of=as_of,
        policy=RetrainPolicy(retrain_days=settings.retrain_days),
        train=lambda: train(frames, **known),
        columns={column for frame in frames.values() for column in frame.columns},
        duel=lambda champion, challenger: duel(champion, challenger, frames, **known),
    )
    if used.trained is None:
        record_day(settings.artifacts, model, as_of, used=used, drift={})
        return ScoredDay(used, {table: pd.DataFrame(columns=list(MODEL_TABLES[model][table])) for table in _of(model)})
    tables = score(used.trained, frames, **known)
    watched = _watched(model, used.trained, frames, tables, as_of)
    metadata = used.trained.metadata
    if "reference" not in metadata:
        metadata["reference"] = {name: reference_bins(rows, columns) for name, (rows, columns) in watched.items()}
        folder = save(used.trained.model, metadata, artifacts=settings.artifacts)
        (folder / "MODEL_CARD.md").write_text(model_card(metadata))
    indices, compared = {}, {}
    for name, (rows, _) in watched.items():
        found = drift(metadata["reference"][name], rows)
        indices |= found
        compared |= dict.fromkeys(found, len(rows))
    record_day(settings.artifacts, model, as_of, used=used, drift=indices, rows=compared)
    return ScoredDay(used, tables)


def _of(model: str) -> list[str]:
    return list(MODEL_TABLES[model])


def _watched(model: str, trained: TrainedModel, frames: Frames, tables: dict[str, pd.DataFrame], as_of: date):
    """What is compared with the day of training: the rows scored with their features, and the scores themselves."""
    rows = next(iter(frames.values()))
    if "cutoff_on" in rows:
        rows = rows[pd.to_datetime(rows["cutoff_on"]) == pd.Timestamp(as_of)]
    features = [name for name in trained.metadata["features"] if name in rows and not _is_text(rows[name])]
    kinds = MODEL_TABLES[model].get(model, {})
    scored = [name for name, kind in kinds.items() if kind == "double"][:1]
    scores = tables[model][scored] if scored else pd.DataFrame()
    return {"features": (rows, features), "scores": (scores, scored)}


def _is_text(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column))
