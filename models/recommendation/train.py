"""From features.ftr_products_bought to recommendations, and how many later purchases they would have named."""

from datetime import date, timedelta

import pandas as pd

from models.frames import require_columns
from models.recommendation.model import ASSOCIATION, POPULARITY, ItemAssociation
from models.tables.recommendation import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

TABLE = "features.ftr_products_bought"
COUNT = 5
HOLDOUT_DAYS = 90
FEWEST_ANSWERS = 20


def train_recommendation(
    bought: pd.DataFrame, *, as_of_date: date, model: ItemAssociation | None = None
) -> TrainedModel:
    """Fit on everything bought so far. If association named fewer of the last 90 days' products, popularity is used."""
    require_columns(bought, ("customer_id", "sku", "first_ordered_on"), table=TABLE)
    evaluation = _evaluation(bought, as_of_date)
    recall = {row["method"]: row["value"] for row in evaluation if row["measure"] == f"recall_at_{COUNT}"}
    is_worse = bool(recall) and recall[ASSOCIATION] <= recall[POPULARITY]
    model = (model or ItemAssociation(use_association=not is_worse)).fit(bought)
    worse = "association named fewer of the later purchases than popularity" if is_worse else None
    return described(
        model,
        name="recommendation",
        as_of_date=as_of_date,
        training_data=data_hash(bought[["customer_id", "sku"]], key=["customer_id", "sku"]),
        trained_rows=len(bought),
        features=["sku"],
        metrics={"evaluation": evaluation},
        tier=model.method_,
        reason=model.reason_ or worse,
    )


def recommend(model: ItemAssociation, bought: pd.DataFrame, *, model_version: str) -> pd.DataFrame:
    """The five best products of each customer, columns of `models.tables.recommendation`."""
    return model.recommend(bought, count=COUNT).assign(model_version=model_version)[list(TABLES["recommendation"])]


def evaluation_table(trained: TrainedModel) -> pd.DataFrame:
    """The hold-out figures as rows."""
    rows = pd.DataFrame(trained.metrics["evaluation"], columns=["measure", "method", "value", "customer_count"])
    return rows.assign(model_version=trained.version)[list(TABLES["recommendation_evaluation"])]


def _evaluation(bought: pd.DataFrame, as_of: date) -> list[dict]:
    """Recall of what known customers first bought in the last 90 days, by what was known before."""
    is_later = pd.to_datetime(bought["first_ordered_on"]) > pd.Timestamp(as_of - timedelta(days=HOLDOUT_DAYS))
    known, later = bought[~is_later], bought[is_later]
    later = later[later["customer_id"].isin(set(known["customer_id"])) & later["sku"].isin(set(known["sku"]))]
    customers = later["customer_id"].nunique()
    if customers < FEWEST_ANSWERS:
        return []
    asked = known[known["customer_id"].isin(set(later["customer_id"]))]
    rows = []
    for method, use in ((ASSOCIATION, True), (POPULARITY, False)):
        listed = ItemAssociation(use_association=use).fit(known).recommend(asked, count=COUNT)
        hits = listed.merge(later[["customer_id", "sku"]], on=["customer_id", "sku"]).groupby("customer_id").size()
        share = (hits / later.groupby("customer_id").size()).reindex(later["customer_id"].unique()).fillna(0)
        for measure, value in ((f"recall_at_{COUNT}", share.mean()), (f"hit_rate_at_{COUNT}", (share > 0).mean())):
            row = {"measure": measure, "method": method, "value": round(float(value), 6)}
            rows.append({**row, "customer_count": customers})
    return rows
