"""One asset materialized by hand leaves the others, and what is published, alone; so does an attempt that fails."""

import duckdb
from support.company import NEXT_DAY, copied_home, materialize
from support.publisher import held

from dagster_project.publishing.generations import current_generation


def tables_of(build_file):
    with duckdb.connect(build_file, read_only=True) as connection:
        return set(connection.execute("select table_schema, table_name from information_schema.tables").fetchall())


def test_one_asset_is_built_anew_in_the_build_file_that_is_there_once_nobody_else_has_it_open(company, tmp_path):
    settings = copied_home(company.settings, tmp_path)
    tables, published = tables_of(settings.build_file), current_generation(settings)
    with held(settings.build_file):
        refused = materialize(settings, 'key:"marts/dim_products"', NEXT_DAY)
    assert refused.returncode == 1
    assert "Could not set lock" in refused.stdout + refused.stderr
    assert (tables_of(settings.build_file), current_generation(settings)) == (tables, published)
    done = materialize(settings, 'key:"marts/dim_products"', NEXT_DAY)
    assert done.returncode == 0, done.stderr[-3000:]
    assert tables_of(settings.build_file) == tables
    assert current_generation(settings) == published
