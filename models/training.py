"""What training returns, whatever the model."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sklearn.base import BaseEstimator

from models.versioning import code_hash, content_version, library_versions


@dataclass(frozen=True)
class TrainedModel:
    """A fitted model, its quality on data it has not seen, and where it came from.

    `metadata` is what `models.artifacts.save` writes: model, version, as_of_date, trained_rows, features, params,
    metrics, libraries, code_sha256, training_data_sha256, tier (the method in use) and reason (why a better one was
    refused, or null).
    """

    model: BaseEstimator
    metrics: dict[str, Any]
    metadata: dict[str, Any] = field(repr=False)

    @property
    def version(self) -> str:
        return self.metadata["version"]

    @property
    def tier(self) -> str:
        return self.metadata["tier"]

    @property
    def beats_baseline(self) -> bool | None:
        """Whether the loss on later data is below the baseline's; None where nothing could be measured."""
        judged = judged_by(self.metrics)
        return judged["loss"] <= judged["baseline_loss"] if judged else None


def judged_by(metrics: dict[str, Any]) -> dict[str, Any] | None:
    """loss and baseline_loss on later data, and their names judged_by and baseline; None if nothing was measured.

    Models of a probability are judged by their log loss, others say by what in metrics["judged"].
    """
    if metrics.get("judged"):
        return metrics["judged"]
    model, baseline = metrics.get("model"), metrics.get("baseline")
    if not (model and baseline):
        return None
    losses = {"loss": model["log_loss"], "baseline_loss": baseline["log_loss"]}
    return {"judged_by": "log loss", "baseline": "simplest rule", **losses}


def described(
    model: BaseEstimator,
    *,
    name: str,
    as_of_date: date,
    training_data: str,
    trained_rows: int,
    features: list[str],
    metrics: dict[str, Any],
    tier: str,
    reason: str | None,
) -> TrainedModel:
    """Bundle a fitted model with its metadata. The version is a content hash, never a clock."""
    params = model.get_params(deep=False)
    version = content_version(training_data=training_data, params=params, as_of_date=as_of_date.isoformat())
    metadata = {
        "model": name,
        "version": version,
        "as_of_date": as_of_date.isoformat(),
        "trained_rows": trained_rows,
        "training_data_sha256": training_data,
        "code_sha256": code_hash(),
        "features": features,
        "params": params,
        "tier": tier,
        "reason": reason,
        "metrics": metrics,
        "libraries": library_versions(),
    }
    return TrainedModel(model, metrics, metadata)
