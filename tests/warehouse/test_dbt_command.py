"""dbt is found and started without what dagster-dbt does beside it."""

from dagster_dbt import DbtCliResource

from dagster_project.settings import load_settings
from dagster_project.warehouse.dbt_command import DbtCommand
from dagster_project.warehouse.dbt_project import prepared_project


def test_dagster_dbt_still_has_what_is_replaced():
    assert {"_cli_version", "_initialize_dbt_core_adapter"} <= vars(DbtCliResource).keys()


def test_dbt_is_found_although_it_is_not_on_the_path(tmp_path, monkeypatch):
    project = prepared_project(load_settings(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert DbtCommand.beside_this_python(project).cli(["--version"]).wait().is_successful()
