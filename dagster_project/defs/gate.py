"""The tables as a whole, before they are published: reference seeds, and the marts against suite and past."""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.quality import check_result
from dagster_project.defs.resources import Home
from dagster_project.defs.transform import TABLE_KEYS
from dagster_project.settings import Settings
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.build_ledger import build_ledger
from dagster_project.warehouse.expectation_evidence import check_past, check_table, page_of
from expectations import all_suites, suite_for
from expectations.engine import attached_build
from expectations.suite import References

KEY = dg.AssetKey(["gate", "tables"])
SCHEMAS = {"reference": "seeds", "marts": "marts"}  # of the build file, and what suites call them
TABLES = sorted(tuple(key.path) for key in TABLE_KEYS if key.path[0] in SCHEMAS)


def suite_name(schema: str, table: str) -> str:
    """What the suite of a table of the build file is called: "seeds.regions", "marts.fct_orders"."""
    return f"{SCHEMAS[schema]}.{table}"


REQUIRED_SEEDS = {("expectation_suite", suite_name(s, t)) for s, t in TABLES if s == "reference"}


@dg.asset(
    key=KEY,
    group_name="gate",
    description="What the reference seeds and the marts look like as a whole. One check per table.",
    deps=[dg.AssetKey(list(table)) for table in TABLES],
    check_specs=[
        dg.AssetCheckSpec(
            f"{schema}_{table}",
            asset=KEY,
            description=f"{schema}.{table} has the rows and values that its past lets expect, and keeps its suite.",
            blocking=True,
        )
        for schema, table in TABLES
    ],
    owners=["team:data-engineering"],
    kinds={"duckdb"},
    partitions_def=AS_OF_PARTITIONS,
    backfill_policy=ONE_DAY_A_RUN,
)
def judged_tables(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult]:
    """Marts without a suite of their own are judged by their past alone."""
    settings, as_of = home.settings, as_of_date(context)
    # Held open meanwhile: opened anew for each of a hundred tables, file and ledger took longer than the checks.
    with attached_build(settings.build_file), read_build(settings), build_ledger(settings):
        results = [_judge(settings, as_of, schema, table) for schema, table in TABLES]
    yield dg.MaterializeResult(check_results=results)


def _judge(settings: Settings, as_of: date, schema: str, table: str) -> dg.AssetCheckResult:
    name, build = suite_name(schema, table), build_id(settings, as_of)
    if schema == "reference" or name in {suite.table for suite in all_suites()}:
        rows = f"select * from build.{schema}.{table}"
        found = check_table(settings, build=build, table=name, as_of=as_of, relation_sql=rows, related=_related(name))
    else:
        found = check_past(settings, build=build, table=name, as_of=as_of)
    return check_result(list(KEY.path), found, page=page_of(settings, build, name), name=f"{schema}_{table}")


def _related(name: str) -> dict[str, str]:
    targets = {rule.target for rule in suite_for(name).rules if isinstance(rule, References)}
    schema_of = {suite: schema for schema, suite in SCHEMAS.items()}
    return {t: f"select * from build.{schema_of[t.split('.')[0]]}.{t.split('.')[1]}" for t in sorted(targets)}
