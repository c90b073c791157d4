"""From score to action: tonight's tasks and hold-out, and what those of earlier nights brought."""

from collections.abc import Iterator
from datetime import date

import dagster as dg
import pandas as pd

from dagster_project.defs.ml import OWNER
from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import CHECK_NAME, check_result, suite_spec
from dagster_project.defs.resources import Home
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.action_inputs import ActionInputs, read_action_inputs
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.expectation_evidence import check_table, page_of, record_not_delivered
from dagster_project.warehouse.scores import scores_sql, write_scores
from models.actions import act_upon, choose_actions, measure_effects, read_policy

DESCRIPTIONS = {
    "actions": "Tonight's tasks, and who is left alone. One row per customer, programme and as-of date.",
    "action_effects": "Treated against held out. One row per programme, action, window and as-of date.",
}
INPUTS = [
    ["features", "ftr_actions"],
    ["features", "ftr_past_actions"],
    ["marts", "fct_orders"],
    ["marts", "fct_interactions"],
    ["scores", "churn"],
    ["scores", "clv"],
    *(["reference", seed] for seed in ("action_catalogue", "action_rules", "action_policy", "action_reason_features")),
]


@dg.multi_asset(
    name="actions",
    specs=[
        dg.AssetSpec(
            ["scores", table],
            deps=INPUTS,
            description=description,
            group_name="scores",
            owners=[OWNER],
            partitions_def=AS_OF_PARTITIONS,
        )
        for table, description in DESCRIPTIONS.items()
    ],
    check_specs=[suite_spec(["scores", table]) for table in DESCRIPTIONS],
    backfill_policy=ONE_DAY_A_RUN,
)
def actions(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """Choose tonight's actions from the day's scores, and measure those of earlier nights."""
    settings, as_of = home.settings, as_of_date(context)
    inputs = read_action_inputs(settings, as_of)
    effects = measure_effects(inputs.past, inputs.purchases, inputs.contacts, as_of=as_of)
    for table, rows in {"actions": _chosen(inputs, as_of), "action_effects": effects}.items():
        fault_point(f"scores_{table}")
        write_scores(settings, table, as_of=as_of, scores=rows)
        yield dg.MaterializeResult(
            asset_key=["scores", table],
            metadata={"dagster/row_count": len(rows)},
            check_results=[_checked(settings, table, as_of, is_empty=rows.empty)],
        )


def _checked(settings: Settings, table: str, as_of: date, *, is_empty: bool) -> dg.AssetCheckResult:
    """No tasks, and no effect before a window has closed, is nothing to be alerted of."""
    name, build = f"scores.{table}", build_id(settings, as_of)
    if is_empty:
        record_not_delivered(settings, build=build, table=name)
        return dg.AssetCheckResult(passed=True, asset_key=["scores", table], check_name=CHECK_NAME)
    scored = scores_sql(settings, table, as_of)
    results = check_table(settings, build=build, table=name, as_of=as_of, relation_sql=scored)
    return check_result(["scores", table], results, page=page_of(settings, build, name))


def _chosen(inputs: ActionInputs, as_of: date) -> pd.DataFrame:
    return choose_actions(
        customers=inputs.customers,
        churn=inputs.churn,
        clv=inputs.clv,
        reasons=act_upon(inputs.churn, inputs.reason_features, inputs.customers),
        catalogue=inputs.catalogue,
        rules=inputs.rules,
        past=inputs.past,
        policy=read_policy(inputs.policy),
        as_of=as_of,
    )
