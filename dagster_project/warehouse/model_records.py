"""The registry and the drift of a day as tables, out of what the models' artifacts say."""

import json
from datetime import date
from typing import Any

import pandas as pd

from dagster_project.settings import Settings
from models.artifacts import METADATA_FILE
from models.lifecycle import day_of
from models.tables import MODEL_TABLES
from models.tables.governance import TABLES
from models.training import judged_by

BEST_RUNG = "the best rung that there is; none was refused"
COMPARED = ("auc", "average_precision", "log_loss", "expected_calibration_error")


def registry_table(settings: Settings, as_of: date) -> pd.DataFrame:
    """One row per model that ran on the day: the version in use, where it came from and why it was chosen."""
    rows = [_registry_row(settings, name, day) for name, day in _days(settings, as_of)]
    return pd.DataFrame(rows, columns=list(TABLES["model_registry"]))


def drift_table(settings: Settings, as_of: date) -> pd.DataFrame:
    """One row per model and monitored feature or score of the day."""
    rows = [
        {
            "model": name,
            "model_version": day["version"],
            "subject": subject,
            "population_stability_index": index,
            "row_count": day.get("rows", {}).get(subject),
        }
        for name, day in _days(settings, as_of)
        for subject, index in day["drift"].items()
    ]
    return pd.DataFrame(rows, columns=list(TABLES["model_drift"]))


def _days(settings: Settings, as_of: date) -> list[tuple[str, dict[str, Any]]]:
    days = ((name, day_of(settings.artifacts, name, as_of)) for name in MODEL_TABLES)
    return [(name, day) for name, day in days if day]


def _registry_row(settings: Settings, name: str, day: dict[str, Any]) -> dict[str, Any]:
    row = {"model": name, "model_version": day["version"]}
    row |= {"decision": day["decision"], "decision_reason": day["why"]}
    if not day["version"]:
        return row
    metadata = json.loads((settings.artifacts / name / day["version"] / METADATA_FILE).read_text())
    metrics = metadata["metrics"]
    measured, baseline = metrics.get("model") or {}, metrics.get("baseline") or {}
    return row | {
        "trained_as_of": metadata["as_of_date"],
        "trained_rows": metadata["trained_rows"],
        "training_data_sha256": metadata["training_data_sha256"],
        "code_sha256": metadata["code_sha256"],
        "artifact_sha256": metadata["sha256"],
        "tier": metadata["tier"],
        "tier_reason": metadata["reason"] or BEST_RUNG,
        "chosen_reason": (metrics.get("chosen") or {}).get("why"),
        "features": ", ".join(metadata["features"]),
        "windows": json.dumps(metrics.get("windows"), sort_keys=True) if metrics.get("windows") else None,
        **{metric: measured.get(metric) for metric in COMPARED},
        "baseline_log_loss": baseline.get("log_loss"),
        **(judged_by(metrics) or {}),
    }
