"""A person is erased wherever the home knows them, nobody else is, and no delivery brings them back."""

import json
import sqlite3
import stat
from contextlib import closing
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import pyarrow.parquet as pq
import pytest
from privacy.conftest import ACCOUNTS, CONTACTS, DAY, LINES, deliver
from support.landing_home import FAR

from dagster_project.identity.lake import partition
from dagster_project.privacy.erase import erase, pending_erasure
from dagster_project.privacy.export import export_person, write_export
from dagster_project.privacy.person import PersonNotFound, find_person
from dagster_project.privacy.traces import traces_of
from dagster_project.warehouse.audit import audit_log

WHO = [{"customer_id": "crm-A-100"}, {"phone": "+86 138-1234-5678"}, {"email": "WANG.FANG@example.com"}]


def rows(known, columns, address):
    return known.home.rows(columns, address, FAR)


def check_gone(known):
    """The person is gone, everybody else is there."""
    home = known.home
    assert rows(known, "account_id", "crm.accounts") == [("A-200",), ("A-300",)]
    assert rows(known, "erp_customer_id", "erp.customers") == [("K-200",)]
    assert rows(known, "order_id", "erp.orders") == [("O-2",)]
    assert rows(known, "user_id", "ecommerce.users") == [("U-200",)]
    assert rows(known, "ticket_id", "tickets.tickets") == [("T-3",)]
    assert rows(known, "contact_id", "crm.contacts") == [("C-1",), ("C-2",)]
    for address in ("erp.customers", "tickets.tickets"):
        assert home.quarantined(address) == []


def test_a_person_is_the_same_by_customer_by_phone_and_by_email(known):
    by_customer, by_phone, by_email = (find_person(known.home.settings, **who) for who in WHO)
    assert by_customer == by_phone == by_email


def test_a_person_is_erased_everywhere_and_nobody_else(known):
    person = find_person(known.home.settings, customer_id="crm-A-100")
    done = erase(known.home.settings, person)
    assert done.left == ()
    check_gone(known)
    assert known.table("select customer_id, parent_customer_id, phone from marts.dim_customers order by 1") == [
        ("crm-A-200", None, "137****1111"),
        ("crm-A-300", None, "****"),
    ]
    assert known.table("select order_id from marts.fct_orders order by 1") == [("O-2",), ("O-3",)]
    assert known.table("select kept_order_id from marts.dropped_orders order by 1") == [("O-10",), ("O-2",)]
    assert known.table("select order_id from marts.customer_timeline") == [("O-3",)], "of nobody, but the person's"
    comments = "select comment from duckdb_columns() where table_name = 'dim_customers' and column_name = 'phone'"
    assert known.table(comments) == [("Masked.",)]
    scores = known.home.settings.lake / "scores" / "churn" / "as_of_date=2026-01-01" / "scores.parquet"
    assert duckdb.sql(f"select customer_id from '{scores}'").fetchall() == [("crm-A-200",)]
    manifest = json.loads((known.home.settings.serving / "manifest.json").read_text())
    assert manifest["row_counts"]["marts.dim_customers"] == 2


def test_the_files_in_landing_lose_the_lines_of_the_person_and_nothing_else(known):
    landing = known.home.settings.landing
    erase(known.home.settings, find_person(known.home.settings, customer_id="crm-A-100"))
    accounts = ACCOUNTS.splitlines(keepends=True)
    assert (landing / "accounts_2026-01-01.csv").read_bytes().decode("gb18030") == "".join([accounts[0], *accounts[2:]])
    assert (landing / "contacts_2026-01-01.csv").read_text() == CONTACTS
    lines = LINES.splitlines(keepends=True)
    assert (landing / "lines_2026-01-01.csv").read_text() == lines[0] + lines[3]
    assert (landing / "customers_2026-01-01.csv").read_text() == "erp_customer_id,name,phone\nK-200,李娜,13700001111\n"
    assert "T-1" not in (landing / "tickets_2026-01-01.jsonl").read_text()


def test_no_later_delivery_brings_the_person_back(known):
    erase(known.home.settings, find_person(known.home.settings, customer_id="crm-A-100"))
    deliver(known.home, "2026-01-02")
    results = known.home.ingest()
    assert {result.status for result in results} == {"loaded"}
    assert all(r.rows_in == r.rows_loaded + r.rows_quarantined + r.rows_duplicate for r in results)
    check_gone(known)


def test_a_person_whose_deliveries_left_landing_is_erased_from_the_lake_itself(known):
    for file in known.home.settings.landing.iterdir():
        if file.name != "mapping.yaml":
            file.unlink()
    done = erase(known.home.settings, find_person(known.home.settings, customer_id="crm-A-100"))
    assert done.left == ()
    check_gone(known)
    deliveries = known.home.settings.lake / "meta" / "deliveries.parquet"
    balance = "rows_in = rows_loaded + rows_quarantined + rows_duplicate"
    assert duckdb.sql(f"select count(*) from '{deliveries}' where not ({balance})").fetchall() == [(0,)]
    assert known.home.ingest() == []


def test_of_a_company_only_the_contact_is_erased(known):
    done = erase(known.home.settings, find_person(known.home.settings, phone="13900002222"))
    assert done.left == ()
    assert rows(known, "contact_id", "crm.contacts") == [("C-2",)]
    assert ("A-300",) in rows(known, "account_id", "crm.accounts")


def test_what_is_published_of_a_company_loses_the_contact_and_nothing_else(known):
    assert erase(known.home.settings, find_person(known.home.settings, phone="13900002222")).left == ()
    company = "select phone, contact_name, contact_name_source from marts.dim_customers where customer_id = 'crm-A-300'"
    assert known.table(company) == [("****", None, None)]
    assert known.table("select contact_id from marts.fct_interactions") == [("C-2",)]
    records = "select record_entity, record_id, name from marts.customer_identifiers order by all"
    assert known.table(records) == [
        ("accounts", "A-300", "****"),
        ("contacts", "C-2", "钱*"),
        ("customers", "C-1", "李*"),
    ]


def test_contacts_that_identity_took_for_one_person_are_erased_together(known):
    file = partition(known.home.settings, "crosswalk", DAY)
    one = "case when record_entity = 'contacts' then 'person-C-1' end as person_id"
    pq.write_table(duckdb.sql(f"select * replace ({one}) from '{file}'").to_arrow_table(), file)
    assert erase(known.home.settings, find_person(known.home.settings, phone="13900002222")).left == ()
    assert rows(known, "contact_id", "crm.contacts") == []


def test_a_company_is_erased_with_its_contacts(known):
    done = erase(known.home.settings, find_person(known.home.settings, customer_id="crm-A-300"))
    assert done.left == ()
    deliver(known.home, "2026-01-02")
    known.home.ingest()
    assert rows(known, "account_id", "crm.accounts") == [("A-100",), ("A-200",)]
    assert rows(known, "contact_id", "crm.contacts") == []
    assert rows(known, "order_id", "erp.orders") == [("O-1",), ("O-2",)]
    assert known.table("select customer_id from marts.dim_customers order by 1") == [("crm-A-100",), ("crm-A-200",)]
    landing = known.home.settings.landing
    assert (landing / "contacts_2026-01-01.csv").read_text() == CONTACTS.splitlines(keepends=True)[0]
    assert "星河科技" not in (landing / "accounts_2026-01-01.csv").read_bytes().decode("gb18030")


@pytest.mark.parametrize("step", ["ingest", "clean_generations"])
def test_an_erasure_cut_short_is_finished_by_the_next(known, step, monkeypatch):
    def power_cut(*_, **__):
        raise KeyboardInterrupt

    settings = known.home.settings
    monkeypatch.setattr(f"dagster_project.privacy.erase.{step}", power_cut)
    with pytest.raises(KeyboardInterrupt):
        erase(settings, find_person(settings, customer_id="crm-A-100"))
    monkeypatch.undo()
    assert erase(settings, pending_erasure(settings)).left == ()
    assert pending_erasure(settings) is None
    check_gone(known)


def test_what_is_left_anywhere_is_found(known):
    settings = known.home.settings
    person = find_person(settings, customer_id="crm-A-100")
    erase(settings, person)
    places = plant_traces(settings)
    assert traces_of(settings, person) == [f"{place}: remove it, or the person from it" for place in places]


def plant_traces(settings):
    """The person in places that no erasure rewrites: a trained model, Dagster's storage, pages, logs, an old file."""
    model, events = settings.artifacts / "segments" / "v1" / "model.skops", settings.orchestration / "events.db"
    page, log = settings.data_docs / "b1" / "erp.orders.html", settings.logs / "note.log"
    for path in (model, events, page, log):
        path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(model, "w", ZIP_DEFLATED) as archive:
        archive.writestr("quotes.json", '["wang.fang@example.com was unhappy"]')
    with closing(sqlite3.connect(events)) as storage, storage:
        storage.execute("create table event (body text)")
        storage.execute("insert into event values ('rejected: crm-A-100 of today')")
    page.write_text("<td>WANG.FANG@example.com</td>")
    log.write_text("call 138 1234-5678, not CRM-A-1000")
    settings.landing.joinpath("old.csv").write_text("Wang.Fang@example.com")
    settings.landing.joinpath("old.xls").write_bytes("Wang.Fang@example.com".encode("utf-16-le"))
    (settings.logs / "harmless.log").write_text("order 1381234 of crm-A-1000, wang.fang@example.community")
    return [
        "artifacts/segments/v1/model.skops",
        "dagster/events.db",
        "data_docs/b1/erp.orders.html",
        "landing/old.csv",
        "landing/old.xls",
        "logs/note.log",
    ]


def test_the_audit_line_and_what_is_remembered_hold_no_personal_data(known):
    settings = known.home.settings
    erase(settings, find_person(settings, customer_id="crm-A-100"))
    assert audit_log(settings)[-1].action == "erased"
    for path in (settings.audit, settings.home / "erased.json"):
        assert not any(text in path.read_text() for text in ("13812345678", "wang", "A-100", "K-100"))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nobody_is_erased_for_somebody_unknown(known):
    with pytest.raises(PersonNotFound, match="nothing in the lake is about this person"):
        find_person(known.home.settings, phone="13611112222")


def test_the_export_holds_what_is_known_of_the_person_and_of_nobody_else(known, tmp_path):
    held = export_person(known.home.settings, find_person(known.home.settings, customer_id="crm-A-100"))
    assert {"crm.accounts", "erp.customers", "erp.orders", "ecommerce.users", "tickets.tickets"} < set(held)
    assert [row["ticket_id"] for row in held["tickets.tickets"]] == ["T-1", "T-2"]
    assert "published.marts.dim_customers" in held
    write_export(held, tmp_path / "person.json")
    text = (tmp_path / "person.json").read_text()
    assert "王芳" in text
    assert "李娜" not in text
    assert stat.S_IMODE((tmp_path / "person.json").stat().st_mode) == 0o600
