"""The two private members that DbtCommand replaces still exist in the pinned dagster-dbt."""

from dagster_dbt import DbtCliResource

from dagster_project.settings import load_settings
from dagster_project.warehouse.dbt_command import DbtCommand


def test_dagster_dbt_still_has_what_is_replaced():
    assert {"_cli_version", "_initialize_dbt_core_adapter"} <= vars(DbtCliResource).keys()


def test_a_command_runs_with_the_installed_dbt():
    project = load_settings().dbt_project
    invocation = DbtCommand(project_dir=str(project), profiles_dir=str(project)).cli(["--version"])
    assert invocation.wait().is_successful()
