"""The SQL of a mapping reaches the delivery and nothing else: refused when read, and unable when run."""

from contextlib import closing

import duckdb
import pytest

from dagster_project.ingest import MappingError, load
from dagster_project.ingest.sandbox import bounded, locked

QUERY = """
deliveries:
  - files: "o_{business_date}.csv"
    mode: delta
    entities:
      crm.owners:
        query: |
          %s
"""
OUTSIDE = [
    "select 1 as _line, content as name from read_text('{secret}')",
    "select 1 as _line, * from '{secret}'",
    "select 1 as _line, * from read_csv('https://example.com/x.csv')",
    "select 1 as _line, * from glob('/*')",
    "select 1 as _line, * from duckdb_settings()",
    "select 1 as _line, * from query('select 1')",
    "select 1 as _line, getenv('HOME') as name from delivery",
    "copy delivery to '{secret}'",
    "attach '{secret}' as x",
    "install httpfs",
    "set enable_external_access = true",
]
LOCKED_OUT = [
    "select * from read_text('{secret}')",
    "select * from '{secret}'",
    "select * from read_text('{spill}')",
    "select * from glob('/*')",
    "select * from read_csv('https://example.com/x.csv')",
    "copy (select 1) to '{secret}'",
    "attach '{secret}' as x",
    "install httpfs",
    "load httpfs",
    "select * from duckdb_secrets()",
    "set enable_external_access = true",
    "set allowed_paths = ['/']",
    "set memory_limit = '99GB'",
    "select * from visible_to_python",
]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_sql_that_names_anything_but_the_delivery_is_refused_with_its_line(home, tmp_path, sql):
    home.deliver("o_2026-01-01.csv", "owner_id,name\n1,Ann\n")
    home.map(QUERY % sql.format(secret=tmp_path / "secret.txt"))
    with pytest.raises(MappingError, match=r"mapping\.yaml:7: "):
        home.ingest()


@pytest.mark.parametrize("sql", LOCKED_OUT)
def test_the_connection_itself_can_reach_nothing(tmp_path, sql):
    visible_to_python = duckdb.sql("select 1 as a").arrow()
    assert visible_to_python is not None
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "spill").mkdir()
    (tmp_path / "spill" / "of_another.txt").write_text("secret")
    with closing(duckdb.connect(config={"temp_directory": str(tmp_path / "spill" / "ingest")})) as connection:
        locked(connection, [tmp_path / "out.parquet"])
        with pytest.raises(duckdb.Error, match="disabled|Cannot|locked|does not exist|already registered"):
            connection.execute(sql.format(secret=tmp_path / "secret.txt", spill=tmp_path / "spill" / "of_another.txt"))
        connection.execute(f"copy (select 1) to '{tmp_path / 'out.parquet'}'")


def test_every_delivery_is_evaluated_on_a_locked_connection_with_a_spill_folder_of_its_own(home, monkeypatch):
    home.deliver("o_2026-01-01.csv", "owner_id,name\n1,Ann\n")
    home.map(QUERY % "select owner_id, name, _line from delivery")
    seen = []

    def evaluation(connection, mapping, relation):
        names = "'lock_configuration', 'enable_external_access', 'temp_directory'"
        found = connection.execute(f"select name, value from duckdb_settings() where name in ({names})").fetchall()
        seen.append(dict(found))
        return evaluate(connection, mapping, relation)

    evaluate = load.evaluation
    monkeypatch.setattr(load, "evaluation", evaluation)
    home.ingest()
    folder = str(home.settings.spill / "ingest")
    assert seen == [{"lock_configuration": "true", "enable_external_access": "false", "temp_directory": folder}]


def test_sql_that_never_ends_stops_its_delivery_and_no_other(home, monkeypatch):
    monkeypatch.setattr(load, "bounded", lambda connection: bounded(connection, 1))
    home.deliver("o_2026-01-01.csv", "owner_id,name\n1,Ann\n")
    endless = "select owner_id, name, _line from delivery cross join range(20000000000) as r(n) where n % 3 = 5"
    good = 'deliveries: [{files: "g_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}]'
    home.map(QUERY % endless)
    home.deliver("good/g_2026-01-01.csv", "owner_id,name\n2,Bob\n")
    home.map(good, "good/mapping.yaml")
    statuses = {result.logical_name: (result.status, result.message) for result in home.ingest()}
    assert statuses == {
        "good/g_2026-01-01.csv": ("loaded", ""),
        "o_2026-01-01.csv": ("stopped", "mapping.yaml:6: the mapping's SQL takes more than 60 minutes"),
    }
