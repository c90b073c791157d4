"""What the choice of actions and the measurement of their effect read: the build, the day's scores, earlier nights."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dagster_project.settings import Settings
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.scores import scores_of_days_sql, scores_sql


@dataclass(frozen=True)
class ActionInputs:
    """Frames of one night.

    `past` holds the actions of earlier nights, and the trials that the CRM knows of; orders and contacts are theirs.
    """

    customers: pd.DataFrame
    churn: pd.DataFrame
    clv: pd.DataFrame
    catalogue: pd.DataFrame
    rules: pd.DataFrame
    policy: pd.DataFrame
    reason_features: pd.DataFrame
    past: pd.DataFrame
    purchases: pd.DataFrame
    contacts: pd.DataFrame


def read_action_inputs(settings: Settings, as_of: date) -> ActionInputs:
    """Read them all from one connection; nothing later than `as_of`."""
    past = (
        f"select * from ({scores_of_days_sql(settings, 'actions', before=as_of)}) "
        "union all by name select * exclude (contacted_on) from features.ftr_past_actions "
        f"where as_of_date < date '{as_of.isoformat()}'"
    )
    followed = f"semi join (select distinct customer_id from ({past})) as followed using (customer_id)"
    with read_build(settings) as build:

        def frame(sql: str) -> pd.DataFrame:
            return build.execute(sql).df()

        return ActionInputs(
            customers=frame("select * from features.ftr_actions order by customer_id"),
            churn=frame(f"{scores_sql(settings, 'churn', as_of)} order by customer_id"),
            clv=frame(f"{scores_sql(settings, 'clv', as_of)} order by customer_id"),
            catalogue=frame("select * from reference.action_catalogue"),
            rules=frame("select * from reference.action_rules"),
            policy=frame("select * from reference.action_policy"),
            reason_features=frame("select * from reference.action_reason_features"),
            past=frame(past),
            purchases=frame(
                "select customer_id, ordered_on, cast(net_amount as double) as net_amount "
                f"from marts.fct_orders {followed} where is_counted"
            ),
            contacts=frame(
                f"select customer_id, occurred_on from marts.fct_interactions {followed} union all "
                "select customer_id, contacted_on from features.ftr_past_actions where contacted_on is not null"
            ),
        )
