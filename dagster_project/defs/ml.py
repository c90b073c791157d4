"""Features in, scores out: the models train and score on the private build, and their scores land in the lake."""

from collections.abc import Callable
from datetime import date

import dagster as dg
import pandas as pd

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import CHECK_NAME, check_result
from dagster_project.defs.resources import Home
from dagster_project.settings import fault_point
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.evidence import Evidence, record
from dagster_project.warehouse.expectation_evidence import check_table, page_of
from dagster_project.warehouse.scores import scores_sql, write_scores
from models.artifacts import save
from models.churn import score_churn, train_churn
from models.clv import train_clv
from models.training import TrainedModel

OWNER = "team:data-science"
BASELINE_CHECK = "beats_its_baseline"


def score_asset(
    name: str,
    *,
    features: str,
    description: str,
    train_and_score: Callable[..., tuple[TrainedModel, pd.DataFrame]],
    has_baseline: bool = False,
) -> dg.AssetsDefinition:
    """The asset that trains model `name` on a features table, keeps the artifact, and writes the day's scores.

    Its suite is checked at once and blocks what follows. A model that does not beat its baseline is a warning.
    """
    specs = [dg.AssetCheckSpec(CHECK_NAME, asset=["scores", name], blocking=True)]
    specs += [dg.AssetCheckSpec(BASELINE_CHECK, asset=["scores", name])] if has_baseline else []

    @dg.asset(
        key=["scores", name],
        group_name="scores",
        description=description,
        deps=[["features", features]],
        check_specs=specs,
        owners=[OWNER],
        kinds={"scikitlearn"},
        partitions_def=AS_OF_PARTITIONS,
        backfill_policy=ONE_DAY_A_RUN,
    )
    def scores_of_day(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
        settings, as_of = home.settings, as_of_date(context)
        with read_build(settings) as build:
            frame = build.execute(f"select * from features.{features} order by all").df()
        trained, scores = train_and_score(frame, as_of=as_of, timezone=settings.business_timezone)
        save(trained.model, trained.metadata, artifacts=settings.artifacts)
        fault_point(f"scores_{name}")
        write_scores(settings, name, as_of=as_of, scores=scores)
        build = build_id(settings, as_of)
        results = check_table(
            settings,
            build=build,
            table=f"scores.{name}",
            as_of=as_of,
            relation_sql=scores_sql(settings, name, as_of),
        )
        page = page_of(settings, build, f"scores.{name}")
        checks = [check_result(["scores", name], results, page=page)]
        if has_baseline:
            passed = trained.beats_baseline is not False
            subject, note = (
                f"{name} beats its baseline",
                "Scores that a simple rule beats mislead whoever acts on them.",
            )
            evidence = Evidence("model", subject, "warning", passed, asset=f"scores/{name}", owner=OWNER, note=note)
            record(settings, build, [evidence])
            checks.append(
                dg.AssetCheckResult(check_name=BASELINE_CHECK, passed=passed, severity=dg.AssetCheckSeverity.WARN)
            )
        return dg.MaterializeResult(
            metadata={"dagster/row_count": len(scores), "model": dg.MetadataValue.json(trained.metadata)},
            check_results=checks,
        )

    return scores_of_day


def _churn(frame: pd.DataFrame, *, as_of: date, timezone: str) -> tuple[TrainedModel, pd.DataFrame]:
    trained = train_churn(frame, as_of_date=as_of, timezone=timezone)
    scores = score_churn(trained.model, frame, as_of_date=as_of, model_version=trained.version, timezone=timezone)
    return trained, scores


def _clv(frame: pd.DataFrame, *, as_of: date, timezone: str) -> tuple[TrainedModel, pd.DataFrame]:
    trained = train_clv(frame, as_of_date=as_of)
    return trained, trained.model.score(frame, model_version=trained.version)


churn_scores = score_asset(
    "churn",
    features="ftr_churn",
    description="Churn probability of every active customer. One row per customer and as-of date.",
    train_and_score=_churn,
    has_baseline=True,
)
clv_scores = score_asset(
    "clv",
    features="ftr_clv",
    description="Discounted value of the next year of everyone who ever bought. One row per customer and as-of date.",
    train_and_score=_clv,
)
