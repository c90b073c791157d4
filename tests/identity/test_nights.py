"""What nights work out of changes is what one run works out from nothing, whatever comes, changes and goes."""

import dataclasses
import shutil
from datetime import date, timedelta

import duckdb
import pytest

from dagster_project.demo import generate
from dagster_project.identity import nodes, resolve, terms
from dagster_project.identity.lake import TABLES, partition
from dagster_project.identity.state import state_file
from dagster_project.ingest import ingest
from dagster_project.settings import Settings, load_settings

DAYS = [date(2025, 12, 31) + timedelta(number) for number in range(4)]
ENTITIES = {
    ("crm", "accounts"): ("account_id", "phone"),
    ("crm", "contacts"): ("contact_id", "phone"),
    ("erp", "customers"): ("erp_customer_id", "phone"),
    ("ecommerce", "users"): ("user_id", "phone"),
    ("tickets", "tickets"): ("ticket_id", "requester_phone"),
    ("tickets", "survey_responses"): ("response_id", "respondent_phone"),
}


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> Settings:
    """A small company whose records come on four days; a fifth get somebody else's phone later, a tenth are deleted."""
    settings = load_settings(tmp_path_factory.mktemp("nights"))
    generate(settings, customers=150, days=1, seed=5)
    ingest(settings, until=DAYS[1], systems=["crm", "erp", "ecommerce", "tickets"])
    for (system, entity), (key, phone) in ENTITIES.items():
        spread(settings.lake / system / entity, key, phone)
    return settings


def spread(folder, key: str, phone: str) -> None:
    """Rewrite an entity of the lake by the hash of its keys: on which day a row comes, and what becomes of it."""
    files = [str(file) for file in folder.glob("*/*.parquet")]
    with duckdb.connect() as connection:
        connection.execute(f"""
            create table rows as
            select *, hash({key}) % {len(DAYS)} as day, hash({key}, 'fate') % 10 as fate
            from read_parquet({files}, hive_partitioning = false)""")
        changed = f"""
            select * replace (
                lag({phone}) over (order by {key}) as {phone}, _row_hash || 'c' as _row_hash,
                _version_at + interval 1 hour as _version_at
            ) from rows where fate < 2"""
        deleted = """
            select * replace (
                true as _is_deleted, _row_hash || 'd' as _row_hash, _version_at + interval 2 hour as _version_at
            ) from rows where fate = 2"""
        shutil.rmtree(folder)
        for number, day in enumerate(DAYS):
            part = folder / f"business_date={day}"
            part.mkdir(parents=True)
            connection.execute(f"""
                copy (
                    select * exclude (day, fate) from (
                        from rows where day = {number}
                        union all (from ({changed}) where day + 1 = {number})
                        union all (from ({deleted}) where day + 2 = {number})
                    )
                ) to '{part}/rows.parquet' (format parquet)""")


@pytest.fixture
def narrow(monkeypatch) -> None:
    """Limits so low that keys and blocks become frequent, and rare again, in a company of 150."""
    load = resolve.load_limits
    low = {"key_record_limit": 1, "cluster_record_limit": 4, "accept_weight": 4, "moved_share_limit": 1}
    monkeypatch.setattr(resolve, "load_limits", lambda project: dataclasses.replace(load(project), **low))
    monkeypatch.setattr(nodes, "BLOCK_LIMIT", 2)


def resolved(settings: Settings, *, from_nothing: bool) -> tuple[dict, list[resolve.Resolution]]:
    """Rows of every table and day, and what the runs said."""
    files, said = {}, []
    for day in DAYS:
        if from_nothing:
            shutil.rmtree(settings.home / "build" / "identity", ignore_errors=True)
        said.append(resolve.resolve(settings, day))
        files |= {(table, day): rows(settings, table, day) for table in TABLES}
    return files, said


def rows(settings: Settings, table: str, day: date) -> list[tuple]:
    file = partition(settings, table, day)
    return duckdb.execute(f"from read_parquet('{file}', hive_partitioning = false) order by all").fetchall()


def test_nights_give_what_a_run_from_nothing_gives(lake, narrow):
    nights, said = resolved(lake, from_nothing=False)
    shutil.rmtree(lake.lake / "identity")
    anew, _ = resolved(lake, from_nothing=True)
    for table, day in nights:
        assert nights[table, day] == anew[table, day], (table, day)
    assert sum(night.merged_count for night in said) > 0
    assert sum(night.split_count for night in said) > 0
    assert said[-1].review_count > 0


def test_a_run_that_was_cut_off_leaves_nothing_that_the_next_one_believes(lake, narrow, monkeypatch):
    resolve.resolve(lake, DAYS[0])
    with monkeypatch.context() as patched, pytest.raises(TypeError):
        patched.setattr(resolve, "attach_others", None)
        resolve.resolve(lake, DAYS[1])
    after_the_cut, once_more = (resolve.resolve(lake, DAYS[1]) for _ in range(2))
    assert after_the_cut.compared_count == after_the_cut.record_count
    assert once_more.compared_count == 0


def test_a_run_that_was_killed_leaves_the_state_before_it_on_disk(lake, narrow, monkeypatch, tmp_path):
    monkeypatch.setattr(terms, "GROWTH", 9)  # otherwise everybody is compared again in so small a company
    shutil.rmtree(lake.lake / "identity", ignore_errors=True)
    resolve.resolve(lake, DAYS[2])

    def die(*_):
        shutil.copy(state_file(lake), tmp_path / "left")
        raise InterruptedError

    with monkeypatch.context() as patched, pytest.raises(InterruptedError):
        patched.setattr(resolve, "write_day", die)
        resolve.resolve(lake, DAYS[3])
    shutil.copy(tmp_path / "left", state_file(lake))
    found = resolve.resolve(lake, DAYS[3])
    assert 0 < found.compared_count < found.record_count
    after_the_kill = [rows(lake, table, DAYS[3]) for table in TABLES]
    state_file(lake).unlink()
    resolve.resolve(lake, DAYS[3])
    assert [rows(lake, table, DAYS[3]) for table in TABLES] == after_the_kill
