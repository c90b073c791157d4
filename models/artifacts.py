"""Trained models on disk: a skops file, never a pickle, beside metadata that carries its SHA-256."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ArtifactError

MODEL_FILE = "model.skops"
METADATA_FILE = "metadata.json"
# Types beyond those that skops trusts by itself. No other type is constructed: add one only after reading its code.
ALLOWED_TYPES = frozenset(
    {
        "models.churn.calibration.CalibratedOnLater",
        "models.churn.model.ChurnModel",
        "models.churn.pipeline.signed_log1p",
        "models.churn.rules.RuleClassifier",
        "models.churn.recency_rate.RecencyRateClassifier",
        "models.churn.survival.WeibullSurvival",
        "models.clv.beta_geo.BetaGeoModel",
        "models.clv.comparison.MethodComparison",
        "models.clv.methods.FittedMethods",
        "models.clv.fallback.ShrunkenAmount",
        "models.clv.fallback.ShrunkenRate",
        "models.clv.gamma_gamma.GammaGammaModel",
        "models.clv.group_value.GroupValue",
        "models.clv.lifetime_value.CustomerLifetimeValue",
        "models.clv.pareto_nbd.ParetoNbdModel",
        "models.clv.simple_methods.DiscountedForecast",
        "models.clv.simple_methods.HistoricValue",
        "models.clv.simple_methods.LastPeriod",
        "models.clv.simple_methods.MarkovChainValue",
        "models.clv.simple_methods.OverallMean",
        "models.clv.two_part.TwoPartValue",
        "numpy.dtype",
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",
        "models.next_purchase.model.NextPurchaseModel",
        "models.opportunity.model.OpportunityModel",
        "models.recommendation.model.ItemAssociation",
        "models.drivers.model.PurchaseDrivers",
        "models.price_sensitivity.model.PriceSensitivity",
        "models.segments.model.BehaviourSegments",
        "models.sentiment.lexicon.LexiconFeatures",
        "models.sentiment.model.SentimentModel",
        "scipy.sparse._csr.csr_matrix",
    }
)


@dataclass(frozen=True)
class Artifact:
    """A loaded model and its metadata."""

    model: Any
    metadata: dict[str, Any]
    folder: Path


def save(model: Any, metadata: Mapping[str, Any], *, artifacts: Path) -> Path:
    """Write `artifacts`/<model>/<version>/ and return that folder.

    `metadata` names at least `model` and `version`; the SHA-256 of the model file is added. The folder appears at
    once or not at all, and a version that is there and intact is left alone: versions are content hashes.
    Raises ArtifactError if the model holds a type outside ALLOWED_TYPES, so that what is saved can be loaded.
    """
    from skops.io import dumps

    folder = artifacts / metadata["model"] / metadata["version"]
    if folder.exists() and _is_intact(folder):
        return folder
    content = dumps(model)
    _check_types(content, folder)
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    (scratch / MODEL_FILE).write_bytes(content)
    described = {**metadata, "sha256": hashlib.sha256(content).hexdigest()}
    (scratch / METADATA_FILE).write_text(json.dumps(described, indent=2, sort_keys=True, allow_nan=False) + "\n")
    if folder.exists():
        shutil.rmtree(folder)
    scratch.rename(folder)
    return folder


def load(folder: Path) -> Artifact:
    """Read a folder that `save` wrote. Raises ArtifactError that says what is missing, damaged or not allowed."""
    from skops.io import loads

    metadata = _read_metadata(folder)
    path = folder / MODEL_FILE
    if not path.is_file():
        raise ArtifactError(f"{path} is missing: train the model again")
    content = path.read_bytes()
    actual = hashlib.sha256(content).hexdigest()
    if actual != metadata.get("sha256"):
        raise ArtifactError(
            f"{path} has SHA-256 {actual[:12]}..., its metadata say {str(metadata.get('sha256'))[:12]}...: "
            "the file was changed or cut short; delete the folder and train again"
        )
    _check_types(content, folder)
    return Artifact(loads(content, trusted=sorted(ALLOWED_TYPES)), metadata, folder)


def _read_metadata(folder: Path) -> dict[str, Any]:
    path = folder / METADATA_FILE
    try:
        return json.loads(path.read_text())
    except FileNotFoundError as missing:
        raise ArtifactError(f"{path} is missing: no trained model is saved there") from missing
    except json.JSONDecodeError as broken:
        raise ArtifactError(f"{path}, line {broken.lineno}: not JSON ({broken.msg})") from broken


def _check_types(content: bytes, folder: Path) -> None:
    from skops.io import get_untrusted_types

    unknown = sorted(set(get_untrusted_types(data=content)) - ALLOWED_TYPES)
    if unknown:
        raise ArtifactError(f"{folder / MODEL_FILE} holds types outside the allow-list: {', '.join(unknown)}")


def _is_intact(folder: Path) -> bool:
    try:
        recorded = _read_metadata(folder).get("sha256")
    except ArtifactError:
        return False
    path = folder / MODEL_FILE
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == recorded
