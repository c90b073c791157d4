"""The reviewed settings of reference.action_policy, typed."""

from dataclasses import dataclass, fields

import pandas as pd

from models.errors import FeatureFrameError
from models.frames import require_columns

TABLE = "reference.action_policy"


@dataclass(frozen=True)
class Policy:
    """Thresholds, shares of tiers, capacity a night, cool-down in days, and the hold-out."""

    retention_minimum_probability: float
    growth_maximum_probability: float
    high_value_share: float
    middle_value_share: float
    owner_capacity: int
    cool_down_days: int
    holdout_share: float
    holdout_salt: str

    def __post_init__(self) -> None:
        for name in ("retention_minimum_probability", "growth_maximum_probability", "holdout_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise FeatureFrameError(f"{TABLE}: {name} is {getattr(self, name)}, it must lie between 0 and 1")


def read_policy(settings: pd.DataFrame) -> Policy:
    """The policy out of rows of setting and value. Raises FeatureFrameError that names a missing or wrong setting."""
    require_columns(settings, ("setting", "value"), table=TABLE)
    given = dict(zip(settings["setting"], settings["value"], strict=True))
    values = {}
    for field in fields(Policy):
        if field.name not in given:
            raise FeatureFrameError(f"{TABLE} lacks the setting {field.name}: add it to action_policy.csv")
        try:
            values[field.name] = field.type(given[field.name])
        except ValueError as wrong:
            raise FeatureFrameError(f"{TABLE}: {field.name} is {given[field.name]!r}, not a number") from wrong
    return Policy(**values)
