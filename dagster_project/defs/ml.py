"""Features in, scores out: the models train and score on the private build, and their tables land in the lake."""

from collections.abc import Callable, Iterator
from datetime import date

import dagster as dg
import pandas as pd

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import check_result, suite_spec
from dagster_project.defs.resources import Home
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import Evidence, record
from dagster_project.warehouse.expectation_evidence import check_table, page_of
from dagster_project.warehouse.model_records import drift_table, registry_table
from dagster_project.warehouse.scores import scores_sql, write_scores
from dagster_project.warehouse.scoring import Frames, ScoredDay, score_day
from expectations.catalogue import TABLES as GUARDED_TABLES
from models.churn import evaluation_table, loss_on_validation, score_churn, train_churn
from models.clv import duel_on_holdout, train_clv
from models.clv import evaluation_table as clv_evaluation_table
from models.lifecycle import Duel
from models.tables import MODEL_TABLES
from models.tables.governance import TABLES as GOVERNANCE_TABLES
from models.training import TrainedModel

OWNER = "team:data-science"
BASELINE_CHECK = "beats_its_baseline"


def score_asset(
    model: str,
    *,
    inputs: tuple[str, ...],
    description: str,
    train: Callable[..., TrainedModel],
    score: Callable[..., dict[str, pd.DataFrame]],
    duel: Callable[..., Duel | str],
    has_baseline: bool = False,
) -> dg.AssetsDefinition:
    """The assets `scores/<table>` of one model, a table of `MODEL_TABLES[model]` each, made in one step.

    Args:
        inputs: tables of the build such as `features.ftr_churn`; both functions get them as frames by that name.
        train: (frames, *, as_of, timezone) -> TrainedModel.
        score: (trained, frames, *, as_of, timezone) -> frame by table, every table of the model.
        duel: (champion, challenger, frames, *, as_of, timezone) -> how both foretold the same later window, or why
            that cannot be told: then the challenger takes over.
        has_baseline: record whether the model beats its baseline; if not, that is a warning.

    A model is trained when the one in use is due (`models.lifecycle`), not every night.

    A table with a suite in `expectations` is checked at once, and a critical failure blocks what follows.
    """
    tables = MODEL_TABLES[model]

    @dg.multi_asset(
        name=f"{model}_scores",
        specs=[
            dg.AssetSpec(
                ["scores", table],
                deps=[name.split(".") for name in inputs],
                description=description,
                group_name="scores",
                owners=[OWNER],
                kinds={"scikitlearn"},
                partitions_def=AS_OF_PARTITIONS,
            )
            for table in tables
        ],
        check_specs=_check_specs(model, has_baseline=has_baseline),
        backfill_policy=ONE_DAY_A_RUN,
    )
    def scores_of_day(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
        settings, as_of = home.settings, as_of_date(context)
        frames = _read(settings, inputs)
        day = score_day(settings, model, frames, as_of=as_of, train=train, score=score, duel=duel)
        fault_point(f"scores_{model}")
        build = build_id(settings, as_of)
        _record_use(settings, build, model, day)
        for table in tables:
            write_scores(settings, table, as_of=as_of, scores=day.tables[table])
            checks = [_expectations(settings, build, table, as_of)] if _is_guarded(table) else []
            if has_baseline and table == model:
                checks.append(_baseline_check(settings, build, model, day))
            yield dg.MaterializeResult(
                asset_key=["scores", table],
                metadata={
                    "dagster/row_count": len(day.tables[table]),
                    "model": day.used.trained.version if day.used.trained else "none",
                    "decision": f"{day.used.decision}: {day.used.why}",
                },
                check_results=checks,
            )

    return scores_of_day


def _read(settings: Settings, inputs: tuple[str, ...]) -> Frames:
    with read_build(settings) as build:
        return {table: build.execute(f"select * from {table} order by all").df() for table in inputs}


def _is_guarded(table: str) -> bool:
    return f"scores.{table}" in GUARDED_TABLES


def _check_specs(model: str, *, has_baseline: bool) -> list[dg.AssetCheckSpec]:
    guarded = [table for table in MODEL_TABLES[model] if _is_guarded(table)]
    specs = [suite_spec(["scores", table]) for table in guarded]
    told = "The model in use predicts better than the baseline that stands beside it in its evaluation."
    baseline = dg.AssetCheckSpec(BASELINE_CHECK, asset=["scores", model], description=told)
    return specs + ([baseline] if has_baseline else [])


def _expectations(settings: Settings, build: str, table: str, as_of: date) -> dg.AssetCheckResult:
    name, rows = f"scores.{table}", scores_sql(settings, table, as_of)
    results = check_table(settings, build=build, table=name, as_of=as_of, relation_sql=rows)
    return check_result(["scores", table], results, page=page_of(settings, build, name))


def _record_use(settings: Settings, build: str, model: str, day: ScoredDay) -> None:
    may_score = day.used.trained is not None
    why = "Without a sound model there are no new scores, and lists rest on rules or stay empty."
    subject, asset = f"{model} may score", f"scores/{model}"
    evidence = Evidence("model", subject, "warning", may_score, day.used.why, asset=asset, owner=OWNER, note=why)
    record(settings, build, [evidence])


def _baseline_check(settings: Settings, build: str, model: str, day: ScoredDay) -> dg.AssetCheckResult:
    passed = day.used.trained is None or day.used.trained.beats_baseline is not False
    why = "Scores that a simple rule beats mislead whoever acts on them."
    subject, asset = f"{model} beats its baseline", f"scores/{model}"
    record(settings, build, [Evidence("model", subject, "warning", passed, asset=asset, owner=OWNER, note=why)])
    return dg.AssetCheckResult(
        asset_key=["scores", model], check_name=BASELINE_CHECK, passed=passed, severity=dg.AssetCheckSeverity.WARN
    )


def _train_churn(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_churn(frames["features.ftr_churn"], as_of_date=as_of, timezone=timezone)


def _score_churn(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    frame = frames["features.ftr_churn"]
    scores = score_churn(trained.model, frame, as_of_date=as_of, model_version=trained.version, timezone=timezone)
    return {"churn": scores, "churn_evaluation": evaluation_table(trained.metrics, model_version=trained.version)}


def _churn_duel(
    champion: TrainedModel, challenger: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> Duel | str:
    loss = loss_on_validation(champion, challenger, frames["features.ftr_churn"], timezone=timezone)
    if loss is None:
        return "one of them gives no probability of a later window"
    return Duel("log loss", champion=loss, challenger=challenger.metrics["model"]["log_loss"])


def _train_clv(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_clv(
        frames["features.ftr_clv"],
        as_of_date=as_of,
        backtest=frames["features.ftr_clv_backtest"],
        gaps=frames["features.ftr_clv_gaps"],
    )


def _score_clv(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    return {
        "clv": trained.model.score(frames["features.ftr_clv"], model_version=trained.version),
        "clv_evaluation": clv_evaluation_table(trained.metrics, model_version=trained.version),
    }


def _clv_duel(
    champion: TrainedModel, challenger: TrainedModel, frames: Frames, *, as_of: date, timezone: str
) -> Duel | str:
    return duel_on_holdout(champion, challenger, frames["features.ftr_clv_backtest"])


churn_scores = score_asset(
    "churn",
    inputs=("features.ftr_churn",),
    description="Churn probability of every active customer. One row per customer and as-of date.",
    train=_train_churn,
    score=_score_churn,
    duel=_churn_duel,
    has_baseline=True,
)
clv_scores = score_asset(
    "clv",
    inputs=("features.ftr_clv", "features.ftr_clv_backtest", "features.ftr_clv_gaps"),
    description="Discounted value of the next year of everyone who ever bought. One row per customer and as-of date.",
    train=_train_clv,
    score=_score_clv,
    duel=_clv_duel,
    has_baseline=True,
)


@dg.multi_asset(
    name="model_records",
    specs=[
        dg.AssetSpec(
            ["scores", table],
            deps=[["scores", model] for model in MODEL_TABLES],
            description="Which model scored on the day and why, and how far features and scores drifted.",
            group_name="scores",
            owners=[OWNER],
            partitions_def=AS_OF_PARTITIONS,
        )
        for table in GOVERNANCE_TABLES
    ],
    backfill_policy=ONE_DAY_A_RUN,
)
def model_records(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """The registry and the drift of the day, of every model that ran."""
    settings, as_of = home.settings, as_of_date(context)
    frames = {"model_registry": registry_table(settings, as_of), "model_drift": drift_table(settings, as_of)}
    for table, rows in frames.items():
        write_scores(settings, table, as_of=as_of, scores=rows)
        yield dg.MaterializeResult(asset_key=["scores", table], metadata={"dagster/row_count": len(rows)})
