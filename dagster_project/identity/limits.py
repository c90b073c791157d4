"""Limits of the identity step. They are dbt's vars, so that every constant of the business stands in one place."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Limits:
    """The vars `identity_*` of dbt_project.yml, where each is explained."""

    accept_weight: float
    review_weight: float
    cluster_record_limit: int
    key_record_limit: int


def load_limits(dbt_project: Path) -> Limits:
    """Limits of the dbt project in a folder. Raises KeyError for a var that is missing."""
    variables = yaml.safe_load((dbt_project / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    return Limits(
        accept_weight=float(variables["identity_accept_weight"]),
        review_weight=float(variables["identity_review_weight"]),
        cluster_record_limit=int(variables["identity_cluster_record_limit"]),
        key_record_limit=int(variables["identity_key_record_limit"]),
    )
