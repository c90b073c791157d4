"""What looks like personal data, or is a tagged value of the lake, is refused wherever it would be published."""

from dataclasses import replace
from datetime import UTC, date, datetime

import duckdb
import pytest

from dagster_project.incidents.finding import PRIVATE, Finding
from dagster_project.incidents.observe import Sighting, observe
from dagster_project.incidents.policy import Policy
from dagster_project.incidents.store import open_incidents
from dagster_project.incidents.watch import watch_run
from dagster_project.privacy.evidence import KIND, PersonalDataShown
from dagster_project.privacy.published_texts import published_personal_data
from dagster_project.publishing.generations import current_generation
from dagster_project.publishing.publish import publish
from dagster_project.warehouse.accepted_builds import record_results
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate, inspect_gate
from expectations import ExpectationResult

DAY, BUILD, NOW = date(2026, 1, 2), "20260102-abc", datetime(2026, 1, 2, 4, tzinfo=UTC)
PHONE = "13812345678"
LEAKS = {
    ("remark", "'请回电13812345678'"): "a phone number",
    ("remark_2", "'+86 138-1234-5678'"): "a phone number",
    ("remark_3", "'wang.fang@mail.example.com'"): "a e-mail address",
    ("remark_4", "'11010519491231002X'"): "a national ID",
    ("remarks", "['well', '请回电13812345678']"): "a phone number",
    ("asked", "{'by': 'li@example.com'}"): "a e-mail address",
    ("customer_id", "'13700001111'"): "a delivered phone",
    ("account_id", "'li@example.com'"): "a delivered email",
    ("contact_name", "'李娜'"): "a delivered name",
    ("owner_names", "['李娜']"): "a delivered name",
}
HARMLESS = {
    "remark": "'138****5678, z***@example.com, 2025-12-31 10:00, SO0000013311, 0.123456789012'",
    "customer_id": "'13899998888'",
    "contact_name": "'星河科技'",
}


def leaks_of(known, columns):
    """What is found in a public table of these columns."""
    with duckdb.connect() as draft:
        values = ", ".join(f"{value} as {name}" for name, value in columns)
        draft.execute(f"create schema marts; create table marts.t as select {values}")
        return {(leak.column, leak.what) for leak in published_personal_data(draft, known.home.settings)}


def test_masked_values_names_of_companies_and_numbers_of_orders_are_no_leak(known):
    assert leaks_of(known, HARMLESS.items()) == set()


def test_personal_data_in_any_text_is_found(known):
    assert leaks_of(known, LEAKS) == {(column, what) for (column, _), what in LEAKS.items()}


def test_a_full_width_name_is_recognised_in_its_usual_width(known):
    known.home.deliver("contacts_2026-01-02.csv", "contact_id,account_id,name\nC-9,A-300,Ａｎｎ　Ｌｅｅ\n")
    known.home.ingest()
    assert leaks_of(known, [("contact_name", "'Ann Lee'")]) == {("contact_name", "a delivered name")}


def test_who_is_delivered_as_unknown_has_no_name_that_a_label_could_show(known):
    known.home.deliver(
        "contacts_2026-01-02.csv", "contact_id,account_id,name\nC-8,A-300,未知\nC-9,A-300,匿名者\nC-10,A-300,门店\n"
    )
    known.home.ingest()
    found = leaks_of(known, [("name_zh", "'未知'"), ("shop_name", "'门店'"), ("name_en", "'匿名者'")])
    assert found == {("name_en", "a delivered name")}


def test_an_address_that_is_only_a_city_is_no_leak_of_who_lives_there(known):
    known.home.deliver(
        "customers_2026-01-02.csv", "erp_customer_id,name,address\nK-500,甲店,上海\nK-501,乙店,上海市南京西路\n"
    )
    known.home.ingest()
    found = leaks_of(known, [("city", "'上海'"), ("remark", "'上海市南京西路'")])
    assert found == {("remark", "a delivered address")}


def test_what_cannot_be_a_phone_or_an_address_is_none_whatever_column_it_was_typed_into(known):
    """A company's name in the phone's column is no leak; a phone number in the address's column is one."""
    typed = [("星河科技", "未填 2025"), ("95588", "13700002222"), ("０１０－６６６６５５５５", "not@home")]
    rows = (
        f'{{"ticket_id": "T-9{number}", "requester_phone": "{phone}", "requester_email": "{email}", '
        '"kind": "question", "status": "open", "created_at": "2025-12-03"}\n'
        for number, (phone, email) in enumerate(typed)
    )
    known.home.deliver("tickets_2026-01-02.jsonl", "".join(rows))
    known.home.ingest()
    shown = {f"told_{number}": text for number, text in enumerate(text for both in typed for text in both)}
    found = leaks_of(known, [(f"{column}_id", f"'{text}'") for column, text in shown.items()])
    assert found == {
        ("told_2_id", "a delivered phone"),
        ("told_3_id", "a delivered email"),
        ("told_4_id", "a delivered phone"),
        ("told_5_id", "a delivered email"),
    }


def test_publishing_searches_the_file_that_it_has_written_and_refuses(known):
    """A phone number in a mart, a result, a sample, a reason: whatever came after the gate is searched too."""
    settings = known.home.settings
    before = current_generation(settings)
    plant(settings)
    with pytest.raises(PersonalDataShown) as refused:
        publish_day(settings, PLANTED)
    shown = ("marts.remarks.remark", "meta.expectation_results.observed", "meta.expectation_results.note")
    shown += ("meta.gate.detail", "meta.incidents.sample_keys", "meta.incidents.likely_cause")
    shown += ("meta.quarantine_summary.reason", "meta.deliveries.message")
    assert {place for place in shown if f"{place} shows a phone number" in str(refused.value)} == set(shown)
    assert PHONE not in str(refused.value)
    assert current_generation(settings) == before
    assert not (settings.serving / "generations" / BUILD).exists()


def test_a_refusal_is_told_of_and_over_with_the_next_publication(known):
    settings = known.home.settings
    with duckdb.connect(settings.build_file) as build:
        build.execute(f"create table marts.remarks as select 'call {PHONE}' as remark")
    with pytest.raises(PersonalDataShown):
        publish_day(settings)
    watch_run(settings, as_of=DAY, build=BUILD, succeeded=False, detail="refused", now=NOW)
    (incident,) = open_incidents(settings)
    assert (incident.key, "marts.remarks.remark" in incident.detail) == (PRIVATE, True)
    with duckdb.connect(settings.build_file) as build:
        build.execute("drop table marts.remarks")
    gate = inspect_gate(settings, BUILD, required=(), judged_later=(KIND,))
    assert gate.is_open, "the refused attempt is no evidence against the next"
    publish_day(settings)
    assert known.table("select status from meta.incidents") == [("resolved",)]
    assert known.table(f"select passed from meta.gate where kind = '{KIND}'") == [(True,)]
    watch_run(settings, as_of=DAY, build=BUILD, succeeded=True, now=NOW)
    assert open_incidents(settings) == []


PLANTED = Evidence("dbt_test", "t", "critical", True, f"call {PHONE}")
HARMLESS_EVIDENCE = replace(PLANTED, detail="")
RESULT = ExpectationResult(
    table="erp.orders", expectation="order_id is unique", column="order_id", severity="warning", owner="team:x",
    success=False, unexpected_count=1, element_count=2, observed={PHONE: 1.0}, note=f"call {PHONE}",
)  # fmt: skip


def plant(settings):
    """A phone number wherever a text enters the published file."""
    record_results(settings, BUILD, [RESULT])
    finding = Finding("erp/orders", "order_id is unique", False, samples=("O1***9", PHONE))
    observe(settings, [finding], sighting=Sighting(NOW, DAY), policy=Policy(), cause_of=lambda asset: f"{PHONE}.csv")
    rejected = settings.quarantine / "erp" / "orders" / f"business_date={DAY}" / "b1.parquet"
    rejected.parent.mkdir(parents=True)
    duckdb.sql(f"select 'status: {PHONE}' as reason, 3 as source_line").write_parquet(str(rejected))
    with duckdb.connect(settings.build_file) as build:
        build.execute(f"create table marts.remarks as select 'call {PHONE}' as remark")
        build.execute(f"""create schema meta; create table meta.deliveries as
            select 'erp' as system, 'orders' as entity,
            'o.csv' as logical_name, date '{DAY}' as business_date, 'b1' as batch_id, 'loaded' as status,
            9 as rows_in, 1 as rows_quarantined, 'stopped at {PHONE}' as message""")


def publish_day(settings, evidence=HARMLESS_EVIDENCE):
    return publish(settings, as_of=DAY, gate=Gate(BUILD, (evidence,), ()), descriptions={})
