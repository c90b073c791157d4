"""dbt is found and started without what dagster-dbt does beside it."""

from dagster_dbt import DbtCliResource, DbtProject

from dagster_project.settings import PROJECT_ROOT
from dagster_project.warehouse.dbt_command import DbtCommand


def test_dagster_dbt_still_has_what_is_replaced():
    assert {"_cli_version", "_initialize_dbt_core_adapter"} <= vars(DbtCliResource).keys()


def test_dbt_is_found_although_it_is_not_on_the_path(tmp_path, monkeypatch):
    project = DbtProject(PROJECT_ROOT / "dbt", target_path=tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert DbtCommand.beside_this_python(project).cli(["--version"]).wait().is_successful()
