"""What looks like personal data, or is a tagged value of the lake, closes the gate wherever it would be published."""

import duckdb
import pytest

from dagster_project.privacy.evidence import PRIVACY_EVIDENCE, record_privacy
from dagster_project.warehouse.gate import inspect_gate

BUILD = "20260101-abc"
SHOWN = {
    "marts.dim_customers.remark": [
        ("'请回电13812345678'", "a phone number"),
        ("'+86 138-1234-5678'", "a phone number"),
        ("'wang.fang@mail.example.com'", "an e-mail address"),
        ("'11010519491231002X'", "a national ID"),
    ],
    "marts.dim_customers.customer_id": [
        ("'13700001111'", "a delivered phone"),
        ("'li@example.com'", "a delivered email"),
    ],
    "marts.dim_customers.contact_name": [("'李娜'", "a delivered name")],
}
LEAKS = [(place, value, what) for place, cases in SHOWN.items() for value, what in cases]
HARMLESS = {
    "remark": "'138****5678, z***@example.com, 2025-12-31 10:00, SO0000013311, 0.123456789012'",
    "customer_id": "'13899998888'",
    "contact_name": "'星河科技'",
}


def publishable(home, **columns):
    """A build with one public table of these columns, beside a private one that holds whatever it likes."""
    home.settings.spill.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(home.settings.build_file) as build:
        build.execute("create schema if not exists marts; create schema if not exists intermediate")
        values = ", ".join(f"{value} as {name}" for name, value in (HARMLESS | columns).items())
        build.execute(f"create or replace table marts.dim_customers as select {values}")
        build.execute("create or replace table intermediate.secrets as select '13700001111' as phone")
    record_privacy(home.settings, BUILD)
    return inspect_gate(home.settings, BUILD, required=PRIVACY_EVIDENCE)


def test_masked_values_names_of_companies_and_numbers_of_orders_are_no_leak(known):
    assert publishable(known.home).reasons == ()


@pytest.mark.parametrize(("place", "value", "what"), LEAKS)
def test_personal_data_in_any_public_text_closes_the_gate(known, place, value, what):
    column = place.rpartition(".")[2]
    what = what.replace("an e-mail", "a e-mail")
    assert publishable(known.home, **{column: value}).reasons == (
        f"privacy published texts failed: {place} shows {what} in 1 texts",
    )


def test_a_full_width_name_is_recognised_in_its_usual_width(known):
    known.home.deliver("contacts_2026-01-02.csv", "contact_id,account_id,name\nC-9,A-300,Ａｎｎ　Ｌｅｅ\n")
    known.home.ingest()
    assert not publishable(known.home, contact_name="'Ann Lee'").is_open


def test_a_build_that_was_not_searched_is_not_published(known):
    gate = inspect_gate(known.home.settings, BUILD, required=PRIVACY_EVIDENCE)
    assert gate.reasons == ("privacy published texts was not done for this build",)
