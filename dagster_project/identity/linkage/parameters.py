"""Learnt parameters as JSON: no SQL in them, so that they serve every backend."""

import hashlib
import json
from pathlib import Path
from typing import Any

from dagster_project.identity.linkage.configurations import Configuration

SHIPPED = Path(__file__).parent / "parameters"
PROBABILITIES = ("m_probability", "u_probability")
NEVER_SEEN = 1e-7  # a level that no training pair showed


def parameters_of(trained: dict[str, Any]) -> dict[str, Any]:
    """Prior and probabilities of every level by its label, out of trained Splink settings."""
    return {
        "probability_two_random_records_match": trained["probability_two_random_records_match"],
        "comparisons": {
            comparison["output_column_name"]: {
                level["label_for_charts"]: {name: level.get(name, NEVER_SEEN) for name in PROBABILITIES}
                for level in comparison["comparison_levels"]
                if not level.get("is_null_level")
            }
            for comparison in trained["comparisons"]
        },
    }


def settings_with(configuration: Configuration, parameters: dict[str, Any], *, dialect: str) -> dict[str, Any]:
    """Splink settings of a configuration in a backend's dialect (`duckdb`, `spark`) with learnt parameters.

    Raises KeyError, naming comparison and level, where the parameters are of another configuration.
    """
    settings = configuration.settings.create_settings_dict(dialect)
    settings["probability_two_random_records_match"] = parameters["probability_two_random_records_match"]
    for comparison in settings["comparisons"]:
        learnt = parameters["comparisons"][comparison["output_column_name"]]
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level.update(learnt[level["label_for_charts"]])
    return settings


def load_parameters(configuration: Configuration, artifacts: Path | None = None) -> dict[str, Any]:
    """Parameters of a configuration: `<artifacts>/identity/<name>.json`, if somebody trained his own, else shipped."""
    own = artifacts / "identity" / f"{configuration.name}.json" if artifacts else None
    path = own if own and own.exists() else SHIPPED / f"{configuration.name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def save_parameters(parameters: dict[str, Any], *, artifacts: Path) -> str:
    """Keep parameters under their version, a hash of their content, beside other artifacts; returns the version."""
    text = json.dumps(parameters, indent=1, sort_keys=True)
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    path = artifacts / "identity" / version / "parameters.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    return version
