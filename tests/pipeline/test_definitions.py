"""The code location holds what it should; a module that loses its assets in silence is caught here."""

import dagster as dg
import pytest

from dagster_project.contracts import load_contracts
from models.tables import MODEL_TABLES, SCORE_TYPES


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    from dagster_project.definitions import defs

    return defs


def keys_of(definitions):
    return {tuple(key.path) for key in definitions.resolve_asset_graph().get_all_asset_keys()}


def test_every_entity_of_every_contract_is_an_asset(definitions):
    entities = {(system.name, entity) for system in load_contracts().values() for entity in system.entities}
    assert entities <= keys_of(definitions)


def test_the_road_from_delivery_to_serving_is_complete(definitions):
    assert {
        ("lake_meta", "deliveries"),
        ("identity", "crosswalk"),
        ("staging", "stg_erp__orders"),
        ("intermediate", "int_customers__identified"),
        ("marts", "dim_customers"),
        ("marts", "dim_products"),
        ("marts", "dim_dates"),
        ("marts", "fct_orders"),
        ("marts", "fct_order_lines"),
        ("marts", "fct_refunds"),
        ("marts", "fct_tickets"),
        ("marts", "mart_customers"),
        ("marts", "cleaned_customers"),
        ("marts", "customer_timeline"),
        ("marts", "data_completion_queue"),
        ("marts", "dim_customers_history"),
        ("marts", "fct_web_sessions"),
        ("meta", "reconciliation"),
        ("features", "ftr_churn"),
        ("features", "ftr_clv"),
        ("scores", "churn"),
        ("scores", "clv"),
        ("scores", "kpi_trend"),
        ("marts", "mart_kpi_trend"),
        ("marts", "mart_satisfaction"),
        ("scores", "opportunity"),
        ("scores", "next_purchase"),
        ("scores", "recommendation"),
        ("scores", "segments"),
        ("scores", "sentiment"),
        ("scores", "purchase_drivers"),
        ("scores", "price_sensitivity"),
        ("scores", "actions"),
        ("scores", "action_effects"),
        ("ml", "opportunity_priorities"),
        ("ml", "retention_queue"),
        ("ml", "segment_assignments"),
        ("ml", "persona_cards"),
        ("ml", "churn_scores"),
        ("ml", "clv_scores"),
        ("serving", "guanxi"),
    } <= keys_of(definitions)


def test_dbt_starts_twice_a_night_each_time_for_all_of_a_selection(definitions):
    """A part of either would be a step of its own: one more start, which looks up its tables name by name."""
    steps = {node.name for node in definitions.resolve_job_def("nightly").graph.nodes}
    assert {step for step in steps if step.startswith("dbt")} == {"dbt", "dbt_after_scores"}


def test_every_asset_is_partitioned_by_as_of_date_and_comes_before_serving(definitions):
    graph = definitions.resolve_asset_graph()
    upstream = dg.AssetSelection.assets(["serving", "guanxi"]).upstream().resolve(graph)
    executable = graph.executable_asset_keys
    published = {key for key in executable if key.path[0] in {"marts", "ml", "metrics", "meta", "scores"}}
    assert published <= upstream
    assert all(graph.get(key).partitions_def is not None for key in executable)


def test_expectations_block_what_follows_them(definitions):
    graph = definitions.resolve_asset_graph()
    guarded = {tuple(key.asset_key.path) for key in graph.asset_check_keys if key.name == "expectations"}
    delivered = {(system.name, entity) for system in load_contracts().values() for entity in system.entities}
    scored = {("scores", table) for table in SCORE_TYPES}
    assert delivered | {("scores", model) for model in MODEL_TABLES} <= guarded <= delivered | scored
    assert all(graph.get(key).blocking for key in graph.asset_check_keys if key.name == "expectations")


def test_every_asset_and_check_says_what_it_is_and_every_asset_has_an_owner(definitions):
    graph = definitions.resolve_asset_graph()
    assert all(graph.get_check_spec(key).description for key in graph.asset_check_keys)
    tables = [graph.get(key) for key in graph.executable_asset_keys]
    assert all(table.description and table.owners for table in tables)


def test_the_schedule_is_shipped_stopped(definitions):
    schedule = definitions.resolve_schedule_def("nightly_schedule")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
