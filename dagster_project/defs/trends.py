"""KPIs of the build separated into trend, season and calendar: calculated in Python, landing as scores do."""

import dagster as dg

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import check_result, suite_spec
from dagster_project.defs.resources import Home
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.expectation_evidence import check_table, page_of
from dagster_project.warehouse.scores import scores_sql, write_scores

KEY = ["scores", "kpi_trend"]


@dg.asset(
    key=KEY,
    group_name="scores",
    description="KPIs with trend, season, calendar and expected band. One row per KPI, dimension value and period.",
    deps=[["features", "ftr_kpis"], ["features", "ftr_kpi_days"]],
    check_specs=[suite_spec(KEY)],
    owners=["team:data-science"],
    kinds={"python"},
    partitions_def=AS_OF_PARTITIONS,
    backfill_policy=ONE_DAY_A_RUN,
)
def kpi_trend(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
    """Separate every KPI that the build knows, and check the result before anything reads it."""
    from models.trend import separate_kpis  # statsmodels takes more than a second to import

    settings, as_of = home.settings, as_of_date(context)
    with read_build(settings) as built:
        kpis = built.execute("select * from features.ftr_kpis order by all").df()
        days = built.execute("select * from features.ftr_kpi_days order by all").df()
    separated = separate_kpis(kpis, days, as_of=as_of)
    write_scores(settings, "kpi_trend", as_of=as_of, scores=separated)
    build, rows = build_id(settings, as_of), scores_sql(settings, "kpi_trend", as_of)
    results = check_table(settings, build=build, table="scores.kpi_trend", as_of=as_of, relation_sql=rows)
    check = check_result(KEY, results, page=page_of(settings, build, "scores.kpi_trend"))
    return dg.MaterializeResult(metadata={"dagster/row_count": len(separated)}, check_results=[check])
