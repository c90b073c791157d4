"""Every class of dirt is there, listed in the truth, and nothing else is wrong with the deliveries."""

from datetime import date

import pytest
import yaml

from dagster_project.contracts import load_contracts
from dagster_project.demo import MAPPINGS
from dagster_project.ingest import entity_rows_sql, ingest

CLASSES = {
    "impossible_date", "future_date", "negative_amount", "unknown_value", "repeated_row", "order_synced_twice",
    "late_row", "corrected_row", "unknown_buyer", "shop_only_order", "orphan_line", "unknown_requester", "deleted_row",
    "duplicate_account",
}  # fmt: skip


@pytest.fixture(scope="module")
def ingested(demo):
    return {
        (result.system, result.entity, result.business_date): result
        for result in ingest(demo.settings, until=date(2026, 1, 2))
    }


def test_every_class_of_dirt_is_planted(demo):
    assert {name for (name,) in demo.truth("select distinct dirt_class from dirt")} == CLASSES
    flags = "name_variant, phone_variant, email_variant, needs_fuzzy, has_shared_key"
    assert all(demo.truth(f"select {', '.join(f'bool_or({f})' for f in flags.split(', '))} from records")[0])


def test_lines_of_an_order_add_up_to_its_total(demo):
    wrong = demo.delivered(
        "with lines as (select OrderNo, "
        "sum(Qty::decimal(18, 2) * Price::decimal(18, 2) - LineDiscount::decimal(18, 2)) as line_amount "
        "from (select distinct * from read_csv('{landing}/erp/order_lines_*.csv', delim = ';', "
        "all_varchar = true)) group by 1) "
        "select count(*), count(*) filter (line_amount <> total_amount) from lines join "
        "'{landing}/../truth/orders.parquet' on OrderNo = erp_order_id"
    )  # fmt: skip
    count, unequal = wrong[0]
    assert count > 15_000
    assert unequal == 0


def test_shop_and_erp_agree_on_orders_that_both_have(demo):
    unequal = demo.delivered(
        "select count(*), count(*) filter (pay_amount::decimal(18, 2) <> total_amount) from "
        "'{landing}/shop/orders_2025-12-31.csv' join '{landing}/../truth/orders.parquet' on order_no = shop_order_id"
    )  # fmt: skip
    assert unequal[0][0] > 5_000
    assert unequal[0][1] == 0


def test_only_the_planted_rows_are_quarantined(demo, ingested):
    planted = {
        (system, entity, day): count
        for system, entity, day, count in demo.truth(
            "select system, entity, business_date, count(*) from dirt where expected = 'quarantine' "
            "and business_date <= '2026-01-02' group by all"
        )
    }
    assert {key: result.rows_quarantined for key, result in ingested.items() if result.rows_quarantined} == planted
    assert {result.status for result in ingested.values()} == {"loaded"}
    assert not any(result.unknown_columns for result in ingested.values())


def test_exactly_the_repeated_rows_are_dropped_as_duplicates(demo, ingested):
    planted = demo.truth(
        "select entity, count(*) from dirt where dirt_class = 'repeated_row' and business_date = '2025-12-31' "
        "group by 1"
    )
    found = {entity: ingested["erp", entity, date(2025, 12, 31)].rows_duplicate for entity, _ in planted}
    assert found == dict(planted)


def test_accounts_that_leave_the_dump_are_deleted(demo, ingested):
    planted = demo.truth(
        "select business_date, count(*) from dirt where dirt_class = 'deleted_row' and business_date <= '2026-01-02' "
        "group by 1"
    )
    assert sum(count for _, count in planted) > 0
    for day, count in planted:
        assert ingested["crm", "accounts", day].rows_deleted == count


def test_records_share_a_key_with_another_record_of_their_customer_unless_the_truth_says_fuzzy(demo):
    plain = "right(regexp_replace(translate(phone, '０１２３４５６７８９＋－', '0123456789+-'), '[^0-9]', '', 'g'), 11)"
    unlinked = demo.truth(
        f"with keys as (select true_customer_id, record_id, needs_fuzzy, {plain} as phone, lower(email) as email from "
        "records where system <> 'crm') select count(*), count(*) filter (not exists (from records r where r.system = "
        "'crm' and r.true_customer_id = k.true_customer_id and (lower(r.email) = k.email or "
        f"{plain.replace('phone', 'r.phone')} = k.phone))) from keys k where not needs_fuzzy and true_customer_id in "
        "(select true_customer_id from records where system = 'crm')"
    )  # fmt: skip
    assert unlinked[0][0] > 2_000
    assert unlinked[0][1] == 0


def test_mapping_files_name_contract_entities_and_columns_and_meet_files(demo):
    contracts = load_contracts()
    files = sorted(demo.settings.landing.glob("*/mapping.yaml"))
    assert [file.parent.name for file in files] == sorted(file.stem for file in MAPPINGS.glob("*.yaml"))
    for file in files:
        for delivery in yaml.safe_load(file.read_text(encoding="utf-8"))["deliveries"]:
            assert (file.parent / delivery["files"].format(business_date="2025-12-31")).is_file()
            for name, entity in delivery["entities"].items():
                system, table = name.split(".")
                assert set(entity["columns"]) <= set(contracts[system].entities[table].columns)


def test_one_file_is_gb18030_and_one_is_excel(demo):
    content = (demo.settings.landing / "erp" / "customers_2025-12-31.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert "有限公司" in content.decode("gb18030")
    assert (demo.settings.landing / "crm" / "owners_2025-12-31.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("as_of", [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)])
def test_the_lake_without_its_dirt_has_the_true_orders_of_every_day(demo, ingested, as_of):
    erp, shop = (entity_rows_sql(demo.settings, system, "orders", as_of) for system in ("erp", "ecommerce"))
    union = (
        "select coalesce(shop_order_id, order_id) as number, total_amount, 1 as rank, order_id from erp "
        "union all select shop_order_id, total_amount, 2, shop_order_id from shop"
    )
    found = demo.truth(
        f"with erp as ({erp}), shop as ({shop}), every as ({union}), once as (select * from every qualify row_number() "
        "over (partition by number order by rank, order_id) = 1) "
        "select count(*), sum(total_amount)::decimal(18, 2) from once"
    )  # fmt: skip
    expected = demo.truth(
        "select count(*), sum(case when corrected_business_date > cutoff and not is_shop_first then first_total_amount "
        "else total_amount end)::decimal(18, 2) from (select *, date '" + as_of.isoformat() + "' as cutoff, "
        "erp_order_id is null as is_shop_first from orders) where business_date <= cutoff and not is_quarantined"
    )  # fmt: skip
    assert found == expected
