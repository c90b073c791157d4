"""Every pair that a person is asked about says why; a night without anything new asks about the same pairs."""

from dataclasses import replace
from datetime import date

import duckdb
import pytest

from dagster_project.identity import attaching
from dagster_project.identity.lake import TABLES, partition
from dagster_project.identity.limits import load_limits
from dagster_project.identity.resolve import resolve_day
from dagster_project.identity.rules import judge_pairs
from dagster_project.identity.state import SHAPE
from dagster_project.settings import PROJECT_ROOT, load_settings
from tests.support.tiny_lake import TinyLake

DAY, QUIET_DAY = date(2025, 12, 31), date(2026, 1, 1)
NAME = "上海新润百货有限公司"


@pytest.fixture
def lake(tmp_path):
    """Two companies of one name in one place, each known in CRM, ERP and the shop."""
    lake = TinyLake(tmp_path)
    companies = [("1", "15013790136", "91110000036865017P"), ("2", "19961091384", "911100000059010729")]
    who = {"customer_type": "business", "city": "上海"}
    lake.deliver("crm.accounts", DAY, [
        {"account_id": f"A{number}", "name": NAME, "phone": phone, "tax_id": tax_id, **who}
        for number, phone, tax_id in companies
    ])  # fmt: skip
    lake.deliver("erp.customers", DAY, [
        {"erp_customer_id": f"K{number}", "name": NAME, "phone": phone, "tax_id": tax_id, "address": "上海市人民路1号"}
        for number, phone, tax_id in companies
    ])  # fmt: skip
    lake.deliver("ecommerce.users", DAY, [
        {"user_id": f"U{number}", "nickname": NAME, "phone": phone} for number, phone, _ in companies
    ])  # fmt: skip
    return load_settings(tmp_path)


def rows(settings, table, day):
    return duckdb.execute(
        f"from read_parquet('{partition(settings, table, day)}', hive_partitioning = false) order by all"
    ).fetchall()


def test_every_pair_between_two_companies_of_one_name_says_why_it_is_for_review(lake):
    found = resolve_day(lake, DAY)
    assert found.customer_count == 2
    pairs = {row[:3] for row in rows(lake, "review", DAY)}
    assert ("crm-A1", "shop-U2", "a name alone, twice in one system") in pairs
    assert ("erp-K1", "shop-U2", "a name alone, twice in one system") in pairs
    assert all(reason for _, _, reason in pairs)


def test_a_night_without_anything_new_says_what_the_night_before_said(lake):
    resolve_day(lake, DAY)
    assert resolve_day(lake, QUIET_DAY).compared_count == 0
    for table in TABLES.keys() - {"events"}:
        assert rows(lake, table, QUIET_DAY) == rows(lake, table, DAY), table
    assert rows(lake, "events", QUIET_DAY) == []


def test_a_pair_without_a_reason_stops_the_run_by_name(lake, monkeypatch):
    monkeypatch.setattr(
        attaching, "_REVIEW", attaching._REVIEW.replace("coalesce(refused.reason, review_reason)", "null")
    )
    with pytest.raises(RuntimeError, match=r"for review without a reason, such as crm-A1 and .*identity_links"):
        resolve_day(lake, DAY)


def test_what_cannot_join_and_is_no_candidate_is_not_asked_about():
    with duckdb.connect() as connection:
        connection.execute(SHAPE.read_text(encoding="utf-8"))
        connection.execute("create table stale_nodes (unique_id varchar)")
        connection.execute("create view compared_nodes as from nodes")
        connection.execute("""
            insert into nodes by name
            select * from (values ('a', 'business', 'crm', '1'), ('b', 'business', 'erp', '2'), ('c', null, 'erp', '1'))
                as t (unique_id, known_kind, record_system, tax_id)""")
        connection.execute("""
            create table new_pairs as
            select *, 6.0::double as match_weight, 'core +29.7' as explanation, -1 as gamma_erp_number,
                0 as gamma_phones, 0 as gamma_emails, 4 as gamma_core, -1 as gamma_person_name
            from (values ('a', 'b', 0), ('a', 'c', -1)) as t (id_l, id_r, gamma_tax_id)""")
        limits = replace(load_limits(PROJECT_ROOT / "dbt"), accept_weight=10, review_weight=5)
        judge_pairs(connection, limits)
        assert connection.execute("select id_r, rule, review_reason from judged").fetchall() == [
            ("c", None, "likely, not certain")
        ]
