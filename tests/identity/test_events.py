"""Merges and splits are logged: which records, why, by which rule and weight."""

from datetime import date, timedelta

import duckdb
import pytest

from dagster_project.identity.lake import partition
from dagster_project.identity.resolve import resolve
from dagster_project.settings import Settings, load_settings
from tests.support.tiny_lake import TinyLake

DAYS = [date(2025, 12, 31) + timedelta(number) for number in range(4)]
PHONE, OTHER = "13912345678", "13887654321"


@pytest.fixture
def lake(tmp_path) -> Settings:
    """An ERP customer takes an account's phone, changes it again, and is the account's customer by hand."""
    lake = TinyLake(tmp_path)
    lake.deliver(
        "crm.accounts",
        DAYS[0],
        [{"account_id": "A1", "customer_type": "business", "name": "华泰机械有限公司", "phone": PHONE}],
    )
    for day, phone in zip(DAYS, (OTHER, PHONE, OTHER), strict=False):
        lake.deliver("erp.customers", day, [{"erp_customer_id": "K1", "name": "华泰机电有限公司", "phone": phone}])
    return load_settings(tmp_path)


def events(settings: Settings, day: date) -> list[dict]:
    resolve(settings, day)
    return duckdb.execute(f"from read_parquet('{partition(settings, 'events', day)}')").to_arrow_table().to_pylist()


def test_every_move_says_who_why_by_which_rule_and_weight(lake, tmp_path, monkeypatch):
    assert events(lake, DAYS[0]) == []
    (merged,) = events(lake, DAYS[1])
    assert (merged["kind"], merged["from_customer_id"], merged["to_customer_id"]) == ("merged", "erp-K1", "crm-A1")
    assert (merged["record_count"], merged["records"], merged["link_rule"]) == (1, "erp-K1", "phone")
    assert merged["match_weight"] > 10
    assert merged["explanation"].startswith("phones +")

    (split,) = events(lake, DAYS[2])
    assert (split["kind"], split["from_customer_id"], split["to_customer_id"]) == ("split", "crm-A1", "erp-K1")
    assert (split["records"], split["link_rule"]) == ("erp-K1", "phone")
    assert split["match_weight"] == merged["match_weight"]
    assert split["explanation"].startswith(f"{merged['explanation']}; now ")

    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    (tmp_path / "project" / "dbt_project.yml").write_text((lake.dbt_project / "dbt_project.yml").read_text())
    (seeds / "identity_links.csv").write_text(
        "kind,left_record,right_record,reason,reviewed_by,reviewed_on\n"
        "must_link,crm-A1,erp-K1,by call,wang,2026-01-03\n"
    )
    monkeypatch.setattr(Settings, "dbt_project", tmp_path / "project")
    (decided,) = events(lake, DAYS[3])
    assert (decided["from_customer_id"], decided["link_rule"], decided["explanation"]) == (
        "erp-K1",
        "must_link",
        "by call",
    )
    assert decided["match_weight"] is None
