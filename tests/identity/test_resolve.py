"""Identities of a generated company whose truth is known, over some days."""

import shutil
from datetime import date
from itertools import pairwise

import duckdb
import pytest

from dagster_project.demo import generate
from dagster_project.identity.evaluation import agreement, stability
from dagster_project.identity.lake import partition
from dagster_project.identity.resolve import resolve
from dagster_project.identity.retraining import retrain
from dagster_project.ingest import ingest
from dagster_project.settings import Settings, load_settings

DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
SEED = 8_151  # never used while the rules were made


def rows(settings, table, day):
    return duckdb.execute(f"from read_parquet('{partition(settings, table, day)}') order by all").fetchall()


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Settings:
    """A company after its history and three days, resolved night by night. Read only."""
    settings = load_settings(tmp_path_factory.mktemp("identity"))
    generate(settings, customers=600, days=3, seed=SEED)
    ingest(settings, until=DAYS[-1], systems=["crm", "erp", "ecommerce"])
    for day in DAYS:
        resolve(settings, day)
    return settings


def copied(company, folder) -> Settings:
    """The same lake in another home, without what was resolved or compared."""
    shutil.copytree(company.lake, folder / "lake", ignore=shutil.ignore_patterns("identity"))
    return load_settings(folder)


def test_records_are_told_apart_with_hardly_a_false_merge(company):
    everybody, *groups, _contacts = agreement(company, DAYS[-1])
    for group in (everybody, *groups):
        assert group.true > 100
        assert group.precision >= 0.999, group
    assert everybody.recall >= 0.97


def test_customers_whose_records_do_not_change_keep_their_id(company):
    for before, after in pairwise(DAYS):
        unchanged, kept = stability(company, before, after)
        assert kept == unchanged > 500


def test_a_night_compares_only_new_and_changed_records(company):
    assert resolve(company, DAYS[-1]).compared_count < 20


def test_the_order_of_rows_and_files_does_not_matter(company, tmp_path):
    settings = copied(company, tmp_path)
    for file in settings.lake.glob("*/*/*/*.parquet"):
        shuffled = file.with_name(f"z{file.name}")
        duckdb.execute(
            f"copy (from read_parquet('{file}', hive_partitioning = false) order by hash(_row_hash)) to '{shuffled}'"
        )
        file.unlink()
    resolve(settings, DAYS[0])
    assert rows(settings, "crosswalk", DAYS[0]) == rows(company, "crosswalk", DAYS[0])


def test_a_past_day_resolved_again_gives_what_it_gave(company):
    before = rows(company, "crosswalk", DAYS[1])
    resolve(company, DAYS[1])
    assert rows(company, "crosswalk", DAYS[1]) == before


def test_parameters_learnt_from_ones_own_records_are_taken_from_then_on(company, tmp_path):
    settings = copied(company, tmp_path)
    with pytest.raises(FileNotFoundError, match="run `guanxi run` first"):
        retrain(settings)
    shipped = resolve(settings, DAYS[0])
    retrain(settings)
    learnt = resolve(settings, DAYS[0])
    assert learnt.parameters_version != shipped.parameters_version
    assert learnt.compared_count == learnt.record_count
    shutil.copytree(company.truth, settings.truth)
    (everybody, *_) = agreement(settings, DAYS[0])
    assert everybody.precision >= 0.999
    assert everybody.recall >= 0.97


def test_a_decision_by_hand_joins_and_parts_and_removing_it_undoes_it(company, tmp_path, monkeypatch):
    settings = copied(company, tmp_path / "home")
    links = tmp_path / "dbt" / "seeds" / "identity_links.csv"
    links.parent.mkdir(parents=True)
    shutil.copy(company.dbt_project / "dbt_project.yml", tmp_path / "dbt")
    monkeypatch.setattr(Settings, "dbt_project", tmp_path / "dbt")
    accounts = "select customer_id, min('crm-' || record_id), max('crm-' || record_id) from read_parquet('{}')"
    walk = partition(company, "crosswalk", DAYS[0])
    (joined, *_) = duckdb.execute(
        f"{accounts.format(walk)} where record_entity = 'accounts' group by 1 having count(*) = 2 order by 1"
    ).fetchall()
    header = "kind,left_record,right_record,reason,reviewed_by,reviewed_on\n"

    def customers_of(*records):
        resolve(settings, DAYS[0])
        found = {f"crm-{row[2]}": row[3] for row in rows(settings, "crosswalk", DAYS[0]) if row[1] == "accounts"}
        return [found[record] for record in records]

    links.write_text(f"{header}cannot_link,{joined[1]},{joined[2]},two people,me,2026-01-01\n")
    one, two = customers_of(joined[1], joined[2])
    assert one != two
    links.write_text(header)
    assert customers_of(joined[1], joined[2]) == [joined[0], joined[0]]
    links.write_text(f"{header}maybe,{joined[1]},{joined[2]},?,me,2026-01-01\n")
    with pytest.raises(ValueError, match="line 2: kind is 'maybe'"):
        resolve(settings, DAYS[0])
