"""A line of the seed that cannot be meant stops the night by its number; one that does nothing yet is warned of."""

from datetime import date

import duckdb
import pytest

from dagster_project.identity.lake import partition
from dagster_project.identity.links import read_links
from dagster_project.identity.resolve import resolve
from dagster_project.settings import Settings, load_settings
from tests.support.tiny_lake import TinyLake

DAY = date(2025, 12, 31)
HEADER = "kind,left_record,right_record,reason,reviewed_by,reviewed_on\n"
WHO = "by call,wang,2026-01-05\n"


@pytest.fixture
def seed(tmp_path, monkeypatch):
    """An own seed beside the limits that are everybody's."""
    project = tmp_path / "project"
    (project / "seeds").mkdir(parents=True)
    (project / "dbt_project.yml").write_text((load_settings(tmp_path).dbt_project / "dbt_project.yml").read_text())
    monkeypatch.setattr(Settings, "dbt_project", project)
    return project / "seeds" / "identity_links.csv"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"maybe,crm-A1,erp-K1,{WHO}", "line 2: kind is 'maybe'; write must_link or cannot_link"),
        (f"must_link,A1,erp-K1,{WHO}", "line 2: 'A1' is no record; write crm-<account>"),
        (f"must_link,crm-A1,,{WHO}", "line 2: '' is no record"),
        (f"cannot_link,crm-A1, crm-A1 ,{WHO}", "line 2: crm-A1 is linked to itself"),
        ("must_link,crm-A1,erp-K1,by call\n", "line 2: 4 columns instead of 6"),
        (f"must_link,crm-A1,erp-K1,by call, twice,{WHO}", "line 2: 8 columns instead of 6 .* in quotes"),
        (
            f"must_link,crm-A1,erp-K1,{WHO}\ncannot_link,erp-K1,crm-A1,{WHO}",
            "line 4: line 2 says the opposite of the same two records",
        ),
    ],
)
def test_a_line_that_cannot_be_meant_is_named_with_its_remedy(seed, lines, said):
    seed.write_text(HEADER + lines)
    with pytest.raises(ValueError, match=f"identity_links.csv, {said}"):
        read_links(seed)


def test_another_header_is_named(seed):
    seed.write_text(f"left,right\ncrm-A1,erp-K1,{WHO}")
    with pytest.raises(ValueError, match="identity_links.csv, line 1: the header must be kind,left_record,"):
        read_links(seed)


def test_blanks_do_not_matter_unknown_records_are_warned_of_and_a_refused_link_is_asked_about_once(
    seed, tmp_path, caplog
):
    lake = TinyLake(tmp_path)
    company = {"customer_type": "business", "name": "上海新润百货有限公司", "city": "上海", "phone": "15013790136"}
    tax_ids = ("91110000036865017P", "911100000059010729")
    lake.deliver("crm.accounts", DAY, [
        {"account_id": "A1", "tax_id": tax_ids[0], **company}, {"account_id": "A3", "name": "王小二"},
    ])  # fmt: skip
    lake.deliver("erp.customers", DAY, [
        {"erp_customer_id": "K1", "name": company["name"], "phone": company["phone"], "tax_id": tax_ids[1]},
        {"erp_customer_id": "K3", "name": "李四"},
    ])  # fmt: skip
    seed.write_text(
        f"{HEADER}must_link,crm-A1,erp-K1,{WHO} must_link , crm-A3 ,erp-K3 ,{WHO}must_link,crm-A3,crm-NOPE,{WHO}"
    )
    settings = load_settings(tmp_path)
    resolve(settings, DAY)
    assert "identity_links.csv, line 4: no account, ERP customer or shop user crm-NOPE is known (yet)" in caplog.text
    assert caplog.text.count("is known (yet)") == 1
    review, links = (f"read_parquet('{partition(settings, table, DAY)}')" for table in ("review", "links"))
    asked = duckdb.execute(f"select left_record, right_record, reason, explanation from {review}").fetchall()
    assert asked == [("crm-A1", "erp-K1", "tax numbers differ", "by call")]
    joined = duckdb.execute(f"select left_record, right_record, link_rule from {links}").fetchall()
    assert joined == [("crm-A3", "erp-K3", "must_link")]
