"""The reviewed seeds of the actions as the models read them."""

from pathlib import Path

import pandas as pd

from models.actions import read_policy

SEEDS = Path(__file__).parents[2] / "dbt" / "seeds"
CATALOGUE = pd.read_csv(SEEDS / "action_catalogue.csv")
RULES = pd.read_csv(SEEDS / "action_rules.csv")
POLICY = read_policy(pd.read_csv(SEEDS / "action_policy.csv"))
