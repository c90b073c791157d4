"""From features.ftr_products_bought to recommendations, and how many later purchases they would have named."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from models.frames import require_columns
from models.lifecycle import Duel
from models.recommendation.model import ASSOCIATION, POPULARITY, ItemAssociation
from models.tables.recommendation import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash

TABLE = "features.ftr_products_bought"
COUNT = 5
HOLDOUT_DAYS = 90
FEWEST_ANSWERS = 20
LOSS = f"1 - recall at {COUNT}"


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
        metrics={"evaluation": evaluation, "judged": _judged(recall)},
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


def duel_on_holdout(
    champion: TrainedModel, challenger: TrainedModel, bought: pd.DataFrame, *, as_of_date: date
) -> Duel | str:
    """Both as they would have been as many days before their training as the newest hold-out has: neither has seen it.

    A model is a count of who bought what by a day, so the champion's of that day is counted again. Returns why there is
    no duel where there is none.
    """
    holdout = _holdout(bought, as_of_date)
    if holdout.customers < FEWEST_ANSWERS:
        return f"{holdout.customers} customers to judge on, {FEWEST_ANSWERS} are needed"
    losses = []
    for trained in (champion, challenger):
        known, _ = _split(bought, date.fromisoformat(trained.metadata["as_of_date"]))
        model = ItemAssociation(**trained.model.get_params()).fit(known)
        losses.append(round(1 - float(_recalled(model, holdout).mean()), 6))
    return Duel(LOSS, champion=losses[0], challenger=losses[1])


@dataclass(frozen=True)
class Holdout:
    """What was known when it began, and what known customers then first bought of known products."""

    known: pd.DataFrame
    later: pd.DataFrame

    @property
    def customers(self) -> int:
        return self.later["customer_id"].nunique()


def _split(bought: pd.DataFrame, day: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    is_later = pd.to_datetime(bought["first_ordered_on"]) > pd.Timestamp(day - timedelta(days=HOLDOUT_DAYS))
    return bought[~is_later], bought[is_later]


def _holdout(bought: pd.DataFrame, as_of: date) -> Holdout:
    known, later = _split(bought, as_of)
    is_asked = later["customer_id"].isin(set(known["customer_id"])) & later["sku"].isin(set(known["sku"]))
    return Holdout(known, later[is_asked])


def _recalled(model: ItemAssociation, holdout: Holdout) -> pd.Series:
    """Share of each customer's later products that the model had named."""
    asked = holdout.known[holdout.known["customer_id"].isin(set(holdout.later["customer_id"]))]
    answers = holdout.later[["customer_id", "sku"]]
    listed = model.recommend(asked, count=COUNT)
    hits = listed.merge(answers, on=["customer_id", "sku"]).groupby("customer_id").size()
    return (hits / answers.groupby("customer_id").size()).reindex(answers["customer_id"].unique()).fillna(0)


def _judged(recall: dict[str, float]) -> dict | None:
    """What the better of both misses beside what popularity misses."""
    if not recall:
        return None
    losses = {"loss": round(1 - max(recall.values()), 6), "baseline_loss": round(1 - recall[POPULARITY], 6)}
    return {"judged_by": LOSS, "baseline": POPULARITY, **losses}


def _evaluation(bought: pd.DataFrame, as_of: date) -> list[dict]:
    """Recall of what known customers first bought in the last 90 days, by what was known before."""
    holdout = _holdout(bought, as_of)
    customers = holdout.customers
    if customers < FEWEST_ANSWERS:
        return []
    rows = []
    for method, use in ((ASSOCIATION, True), (POPULARITY, False)):
        share = _recalled(ItemAssociation(use_association=use).fit(holdout.known), holdout)
        for measure, value in ((f"recall_at_{COUNT}", share.mean()), (f"hit_rate_at_{COUNT}", (share > 0).mean())):
            row = {"measure": measure, "method": method, "value": round(float(value), 6)}
            rows.append({**row, "customer_count": customers})
    return rows
