"""Limits of the identity step. They are dbt's vars, so that every constant of the business stands in one place."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Limits:
    """The vars `identity_*` of dbt_project.yml, where each is explained.

    The text of limits is part of the state's version; those without `repr` judge a night and change no result.
    """

    accept_weight: float
    review_weight: float
    cluster_record_limit: int
    key_record_limit: int
    moved_share_limit: float = field(repr=False)
    moved_count_limit: int = field(repr=False)


def load_limits(dbt_project: Path) -> Limits:
    """Limits of the dbt project in a folder. Raises KeyError for a var that is missing."""
    variables = yaml.safe_load((dbt_project / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    return Limits(
        accept_weight=float(variables["identity_accept_weight"]),
        review_weight=float(variables["identity_review_weight"]),
        cluster_record_limit=int(variables["identity_cluster_record_limit"]),
        key_record_limit=int(variables["identity_key_record_limit"]),
        moved_share_limit=float(variables["identity_moved_share_limit"]),
        moved_count_limit=int(variables["identity_moved_count_limit"]),
    )
