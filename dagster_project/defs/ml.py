"""Features in, scores out: the models train and score on the private build, and their tables land in the lake."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

import dagster as dg
import pandas as pd

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import CHECK_NAME, check_result
from dagster_project.defs.resources import Home
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import Evidence, record
from dagster_project.warehouse.expectation_evidence import check_table
from dagster_project.warehouse.scores import scores_sql, write_scores
from expectations.catalogue import TABLES as GUARDED_TABLES
from models.artifacts import save
from models.churn import evaluation_table, score_churn, train_churn
from models.clv import train_clv
from models.tables import MODEL_TABLES
from models.training import TrainedModel

OWNER = "team:data-science"
BASELINE_CHECK = "beats_its_baseline"
Frames = Mapping[str, pd.DataFrame]


def score_asset(
    model: str,
    *,
    inputs: tuple[str, ...],
    description: str,
    train: Callable[..., TrainedModel],
    score: Callable[..., dict[str, pd.DataFrame]],
    has_baseline: bool = False,
) -> dg.AssetsDefinition:
    """The assets `scores/<table>` of one model, a table of `MODEL_TABLES[model]` each, made in one step.

    Args:
        inputs: tables of the build such as `features.ftr_churn`; both functions get them as frames by that name.
        train: (frames, *, as_of, timezone) -> TrainedModel.
        score: (trained, frames, *, as_of, timezone) -> frame by table, every table of the model.
        has_baseline: record whether the model beats its baseline; if not, that is a warning.

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
        known = {"as_of": as_of, "timezone": settings.business_timezone}
        trained = train(frames, **known)
        save(trained.model, trained.metadata, artifacts=settings.artifacts)
        scored = score(trained, frames, **known)
        fault_point(f"scores_{model}")
        build = build_id(settings, as_of)
        for table in tables:
            write_scores(settings, table, as_of=as_of, scores=scored[table])
            checks = [_expectations(settings, build, table, as_of)] if _is_guarded(table) else []
            if has_baseline and table == model:
                checks.append(_baseline_check(settings, build, model, trained))
            yield dg.MaterializeResult(
                asset_key=["scores", table],
                metadata={
                    "dagster/row_count": len(scored[table]),
                    "model": dg.MetadataValue.json({"version": trained.version, "tier": trained.tier}),
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
    specs = [dg.AssetCheckSpec(CHECK_NAME, asset=["scores", table], blocking=True) for table in guarded]
    return specs + ([dg.AssetCheckSpec(BASELINE_CHECK, asset=["scores", model])] if has_baseline else [])


def _expectations(settings: Settings, build: str, table: str, as_of: date) -> dg.AssetCheckResult:
    name = f"scores.{table}"
    results = check_table(settings, build=build, table=name, relation_sql=scores_sql(settings, table, as_of))
    return check_result(["scores", table], results)


def _baseline_check(settings: Settings, build: str, model: str, trained: TrainedModel) -> dg.AssetCheckResult:
    passed = trained.beats_baseline is not False
    record(settings, build, [Evidence("model", f"{model} beats its baseline", "warning", passed)])
    return dg.AssetCheckResult(
        asset_key=["scores", model], check_name=BASELINE_CHECK, passed=passed, severity=dg.AssetCheckSeverity.WARN
    )


def _train_churn(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_churn(frames["features.ftr_churn"], as_of_date=as_of, timezone=timezone)


def _score_churn(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    frame = frames["features.ftr_churn"]
    scores = score_churn(trained.model, frame, as_of_date=as_of, model_version=trained.version, timezone=timezone)
    return {"churn": scores, "churn_evaluation": evaluation_table(trained.metrics, model_version=trained.version)}


def _train_clv(frames: Frames, *, as_of: date, timezone: str) -> TrainedModel:
    return train_clv(frames["features.ftr_clv"], as_of_date=as_of)


def _score_clv(trained: TrainedModel, frames: Frames, *, as_of: date, timezone: str) -> dict[str, pd.DataFrame]:
    return {"clv": trained.model.score(frames["features.ftr_clv"], model_version=trained.version)}


churn_scores = score_asset(
    "churn",
    inputs=("features.ftr_churn",),
    description="Churn probability of every active customer. One row per customer and as-of date.",
    train=_train_churn,
    score=_score_churn,
    has_baseline=True,
)
clv_scores = score_asset(
    "clv",
    inputs=("features.ftr_clv",),
    description="Discounted value of the next year of everyone who ever bought. One row per customer and as-of date.",
    train=_train_clv,
    score=_score_clv,
)
