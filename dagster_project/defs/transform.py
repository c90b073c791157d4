"""The dbt project. Dagster runs it twice a night: up to the features, and again once the scores have landed."""

import shutil
import tempfile
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DbtCliInvocation, DbtCliResource, dbt_assets

from dagster_project.defs.partitions import AS_OF_PARTITIONS, ONE_DAY_A_RUN, as_of_date
from dagster_project.defs.resources import Home
from dagster_project.defs.translator import WarehouseTranslator
from dagster_project.settings import Settings, export_as_of_date, load_settings
from dagster_project.warehouse.build_file import begin_build
from dagster_project.warehouse.build_id import build_id
from dagster_project.warehouse.dbt_evidence import evidence_from_run
from dagster_project.warehouse.dbt_project import load_manifest, prepared_project
from dagster_project.warehouse.evidence import record

project = prepared_project(load_settings())
READS_SCORES = "source:scores+"  # in dbt's words: what reads scores, and whatever reads that


def _build(context: dg.AssetExecutionContext, dbt: DbtCliResource, home: Home) -> Iterator[Any]:
    """Build and test the selected models for one as-of date in the private build file.

    Unit tests check code, not data: they belong to `make test`, not to the night.
    """
    settings, as_of = home.settings, as_of_date(context)
    build = build_id(settings, as_of)
    is_whole = context.selected_asset_keys >= _staging_models()
    begin_build(settings, run_id=context.run_id, whole=is_whole)
    export_as_of_date(as_of)
    is_part = is_whole and context.selected_asset_keys < tables_before_scores.keys
    tests = _tests_of_several_tables(load_manifest(settings), context.selected_asset_keys) if is_part else []
    arguments = ["build", "--exclude-resource-type", "unit_test", *(["--select", " ".join(tests)] if tests else [])]
    invocation = dbt.cli(arguments, context=context, raise_on_error=False)
    events = list(invocation.stream())
    _remove_copied_project(invocation)
    record(settings, build, evidence_from_run(invocation))
    yield from _with_row_counts(settings, events)
    _raise_if_failed(invocation)


def _tables(name: str, **selection: str) -> dg.AssetsDefinition:
    """The tables of one dbt start. Whole, they reach dbt as this selection, which takes it no time."""
    return dbt_assets(
        manifest=project.manifest_path,
        project=project,
        name=name,
        partitions_def=AS_OF_PARTITIONS,
        backfill_policy=ONE_DAY_A_RUN,
        dagster_dbt_translator=WarehouseTranslator(),
        **selection,
    )(_build)


tables_before_scores = _tables("dbt", exclude=READS_SCORES)
tables_after_scores = _tables("dbt_after_scores", select=READS_SCORES)
TABLE_KEYS = tables_before_scores.keys | tables_after_scores.keys


def _staging_models() -> set[dg.AssetKey]:
    """Of the whole project: the definition in a run's context holds only what the run selects."""
    return {key for key in tables_before_scores.keys if key.path[0] == "staging"}


def _tests_of_several_tables(manifest: dict[str, Any], selected: Set[dg.AssetKey]) -> list[str]:
    """Selectors of the data tests that read several tables, all of them selected.

    A part of more than 200 resources reaches dbt as a selector file, of which it takes each resource by itself
    (dbt 1.11): a test of two tables, none of which is above the other, would be left out, and its absence closes the
    gate.
    """
    translator, nodes = WarehouseTranslator(), manifest["nodes"]
    tests = (node for node in nodes.values() if node["resource_type"] == "test")
    return sorted(
        f"fqn:{'.'.join(test['fqn'])}"
        for test in tests
        if len(tables := test["depends_on"]["nodes"]) > 1
        and all(table in nodes and translator.get_asset_key(nodes[table]) in selected for table in tables)
    )


def _with_row_counts(settings: Settings, events: list[Any]) -> Iterator[Any]:
    """Add row counts once dbt has closed the file: dagster-dbt's own counting opens it while dbt holds it."""
    tables = {f"{schema}__{table}": (schema, table) for schema, table in _base_tables(settings)}
    with duckdb.connect(settings.build_file, read_only=True) as connection:
        for event in events:
            name = getattr(event, "output_name", None)
            if isinstance(event, dg.Output) and name in tables:
                schema, table = tables[name]
                count = connection.execute(f'select count(*) from "{schema}"."{table}"').fetchone()[0]
                yield event.with_metadata({**event.metadata, "dagster/row_count": count})
            else:
                yield event


def _base_tables(settings: Settings) -> list[tuple[str, str]]:
    if not settings.build_file.exists():
        return []
    with duckdb.connect(settings.build_file, read_only=True) as connection:
        return connection.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall()


def _remove_copied_project(invocation: DbtCliInvocation) -> None:
    """A part of more than 200 resources runs in a copy of the project that dagster-dbt leaves behind."""
    copy = invocation.project_dir
    if copy.parent == Path(tempfile.gettempdir()) and not copy.samefile(project.project_dir):
        shutil.rmtree(copy, ignore_errors=True)


def _raise_if_failed(invocation: DbtCliInvocation) -> None:
    if error := invocation.get_error():
        raise error
