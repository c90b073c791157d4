"""Scores on their way back into the lake: one Parquet partition a model and as-of date."""

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from dagster_project.settings import Settings

SCORE_TYPES = {
    "churn": {
        "customer_id": "varchar",
        "churn_probability": "double",
        "model_version": "varchar",
        "method": "varchar",
    },
    "clv": {
        "customer_id": "varchar",
        "clv_amount": "double",
        "expected_purchase_count": "double",
        "expected_average_amount": "double",
        "probability_alive": "double",
        "horizon_days": "bigint",
        "model_version": "varchar",
        "method": "varchar",
    },
    "kpi_trend": {
        "metric": "varchar",
        "metric_kind": "varchar",
        "dimension": "varchar",
        "dimension_value": "varchar",
        "period_grain": "varchar",
        "period_starts_on": "date",
        "period_ends_on": "date",
        "numerator": "double",
        "denominator": "double",
        "value": "double",
        "trend_value": "double",
        "season_value": "double",
        "calendar_value": "double",
        "expected_value": "double",
        "expected_low": "double",
        "expected_high": "double",
        "z_score": "double",
        "is_left_out": "boolean",
    },
}
NO_DATE = date(1970, 1, 1)


def prepare_score_folders(settings: Settings) -> None:
    """Make sure that every score table exists, if empty, so that dbt reads its shape before the first score lands."""
    for name in SCORE_TYPES:
        if not _partition(settings, name, NO_DATE).exists():
            write_scores(settings, name, as_of=NO_DATE, scores=pd.DataFrame(columns=list(SCORE_TYPES[name])))


def write_scores(settings: Settings, name: str, *, as_of: date, scores: pd.DataFrame) -> None:
    """Replace the scores of one day, atomically, in the order of its columns; other days are never touched."""
    target = _partition(settings, name, as_of)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    columns = ", ".join(f"{column}::{kind} as {column}" for column, kind in SCORE_TYPES[name].items())
    with duckdb.connect() as connection:
        connection.register("scores", scores)
        connection.execute(f"copy (select {columns} from scores order by all) to ? (format parquet)", [str(partial)])
    partial.replace(target)


def scores_sql(settings: Settings, name: str, as_of: date) -> str:
    """SELECT over the scores of one day."""
    path = str(_partition(settings, name, as_of)).replace("'", "''")
    return f"select * from read_parquet('{path}', hive_partitioning = false)"


def _partition(settings: Settings, name: str, as_of: date) -> Path:
    return settings.lake / "scores" / name / f"as_of_date={as_of.isoformat()}" / "scores.parquet"
