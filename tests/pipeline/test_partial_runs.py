"""One asset materialized by hand leaves the others, and what is published, alone."""

import subprocess
import sys
from pathlib import Path

import duckdb
from support.company import NEXT_DAY, copied_home, user_environment

from dagster_project.publishing.generations import current_generation


def tables_of(build_file):
    with duckdb.connect(build_file, read_only=True) as connection:
        return set(connection.execute("select table_schema, table_name from information_schema.tables").fetchall())


def test_one_asset_is_built_anew_in_the_build_file_that_is_there(company, tmp_path):
    settings = copied_home(company.settings, tmp_path)
    tables, published = tables_of(settings.build_file), current_generation(settings)
    dagster = Path(sys.executable).with_name("dagster")
    selection = ["--select", 'key:"marts/dim_products"', "--partition", NEXT_DAY.isoformat()]
    command = [dagster, "asset", "materialize", "-m", "dagster_project.definitions", *selection]
    environment = user_environment(GUANXI_HOME=str(settings.home), DAGSTER_HOME=str(settings.home / "dagster"))
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert tables_of(settings.build_file) == tables
    assert current_generation(settings) == published
