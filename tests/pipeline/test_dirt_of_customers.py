"""What became of the dirt in names, keys, industries and contacts; and every kind of dirt has a test that shows it."""

import dataclasses
from pathlib import Path

import duckdb
import pytest
from support.company import NEXT_DAY

from dagster_project.demo.parameters import DirtRates

# Every rate of dirt, and the test of this folder that shows what became of it.
SHOWN_BY = {
    "name_variant": "test_another_spelling_is_the_same_customer",
    "phone_variant": "test_another_spelling_is_the_same_customer",
    "email_variant": "test_another_spelling_is_the_same_customer",
    "fullwidth_tax_id": "test_a_full_width_tax_number_is_a_key_like_any_other",
    "second_key_missing": "test_a_record_with_one_key_finds_its_customer",
    "needs_fuzzy": "test_no_customer_is_made_of_two",
    "duplicate_account": "test_a_duplicate_account_is_the_customer_of_the_first_one",
    "shared_switchboard": "test_no_customer_is_made_of_two",
    "shared_mailbox": "test_no_customer_is_made_of_two",
    "missing_industry": "test_a_company_without_an_industry_is_asked_for_it",
    "vague_industry": "test_a_vague_industry_is_suggested_and_never_guessed",
    "second_date_format": "test_a_date_in_the_second_declared_format_is_read",
    "order_synced_twice": "test_an_order_that_was_synchronised_twice_is_dropped_once_under_its_rule",
    "repeated_row": "test_a_repeated_row_counts_once",
    "shop_only_order": "test_an_order_that_only_the_shop_has_counts_once_from_the_shop",
    "unknown_buyer": "test_an_unknown_buyer_and_an_unknown_requester_are_kept_and_linked_to_nobody",
    "late_row": "test_a_late_row_appears_from_its_business_date_on",
    "corrected_amount": "test_a_corrected_row_shows_its_latest_total",
    "broken_then_fixed": "test_a_broken_row_is_published_only_where_a_sound_version_was_sent_again",
    "broken_for_good": "test_a_broken_row_is_published_only_where_a_sound_version_was_sent_again",
    "orphan_line": "test_an_orphan_line_is_no_sale_and_explained",
    "unknown_requester": "test_an_unknown_buyer_and_an_unknown_requester_are_kept_and_linked_to_nobody",
    "broken_refund": "test_broken_rows_are_in_quarantine_with_their_reason_and_line",
    "broken_ticket": "test_broken_rows_are_in_quarantine_with_their_reason_and_line",
    "broken_interaction": "test_broken_rows_are_in_quarantine_with_their_reason_and_line",
    "deleted_duplicate": "test_a_deleted_account_is_current_nowhere",
    "deleted_prospect": "test_a_deleted_account_is_current_nowhere",
    "deleted_account": "test_a_deleted_account_is_current_nowhere",
}


@pytest.fixture(scope="module")
def published(company):
    """The published file of the second day; view `told` sets every known record beside who it truly is."""
    truth, landing = company.settings.truth, company.settings.landing
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as connection:
        connection.execute(f"""
            create temp table told as
            select records.*, said.customer_id, mode(said.customer_id) over (partition by true_customer_id) as owner
            from '{truth}/records.parquet' as records
            inner join marts.customer_identifiers as said
                on said.record_system = records.system and said.record_entity = records.entity
                and said.record_id = records.record_id""")
        connection.execute(f"create temp view true_contacts as from '{truth}/contacts.parquet'")
        connection.execute(
            f"create temp view typed as from read_csv('{landing}/crm/accounts_{NEXT_DAY}.csv', all_varchar = true)"
        )
        yield connection


def value(connection, sql):
    return connection.execute(sql).fetchone()[0]


def test_every_kind_of_dirt_is_shown_by_a_test():
    assert set(SHOWN_BY) == {field.name for field in dataclasses.fields(DirtRates)}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_dirt*.py"))
    assert [name for name in SHOWN_BY.values() if f"def {name}(" not in tests] == []


@pytest.mark.parametrize("flag", ["name_variant", "phone_variant", "email_variant"])
def test_another_spelling_is_the_same_customer(published, flag):
    records = f"from told where {flag} and not needs_fuzzy"
    assert value(published, f"select count(*) {records}") > 300
    assert value(published, f"select avg((customer_id = owner)::int) {records}") > 0.99


def test_a_full_width_tax_number_is_a_key_like_any_other(published, company):
    wide = "tax_id is not null and not regexp_full_match(tax_id, '[0-9A-Z]+')"
    assert value(published, f"select count(*) from told where {wide}") > 10
    assert value(published, f"select count(*) from told where {wide} and not needs_fuzzy and customer_id <> owner") == 0
    keys = f"'{company.settings.lake}/identity/keys/*/*.parquet'"
    odd = "key_kind = 'tax_id' and not regexp_full_match(key_value, '[0-9A-Z]+')"
    assert value(published, f"select count(*) from {keys} where {odd}") == 0


def test_a_record_with_one_key_finds_its_customer(published):
    records = "from told where (phone is null or email is null) and not needs_fuzzy"
    assert value(published, f"select count(*) {records}") > 300
    assert value(published, f"select avg((customer_id = owner)::int) {records}") > 0.99


def test_no_customer_is_made_of_two(published):
    """Also where a switchboard or a mailbox is shared, and where only a name is left to go by."""
    for flag in ("needs_fuzzy", "has_shared_key"):
        assert value(published, f"select count(*) from told where {flag}") > 5
    made_of_two = "select customer_id from told group by customer_id having count(distinct true_customer_id) > 1"
    assert published.execute(made_of_two).fetchall() == []


def test_a_company_without_an_industry_is_asked_for_it(published):
    unasked = """
        select count(*) filter (queue.customer_id is null) || ' of ' || (count(*) > 5)
        from marts.dim_customers as customers
        left join marts.data_completion_queue as queue
            on customers.customer_id = queue.customer_id and queue.field = 'industry'
        where customers.customer_type = 'business' and customers.industry is null"""
    assert value(published, unasked) == "0 of true"


def test_a_vague_industry_is_suggested_and_never_guessed(published):
    vague = "from typed where Industry like '%相关'"
    assert value(published, f"select count(*) {vague}") > 0
    mapped = f"select * from marts.industry_mapping where industry_text in (select Industry {vague})"
    assert value(published, f"select count(*) from ({mapped}) where method = 'unmapped' and industry_code is null") > 0
    suggested = "from marts.data_completion_queue where field = 'industry' and suggestion is not null"
    assert value(published, f"select count(*) {suggested} and confidence between 0.2 and 0.8") > 0


def test_everybody_in_the_queue_has_somebody_to_confirm(published):
    queue = "from marts.data_completion_queue"
    assert value(published, f"select count(*) {queue} where field = 'owner_id'") > 100
    assert value(published, f"select count(*) {queue} where confirming_owner_id is null") == 0
    unknown = f"select confirming_owner_id {queue} except select owner_id from marts.dim_customers"
    assert published.execute(unknown).fetchall() == []


def test_who_has_an_address_is_asked_for_the_province_with_a_suggestion(published):
    asked = "from marts.data_completion_queue where field = 'province'"
    assert value(published, f"select avg((suggestion_source = 'address')::int) {asked}") > 0.5


def test_a_date_in_the_second_declared_format_is_read(published, company):
    lake = f"read_parquet('{company.settings.lake}/crm/accounts/*/*.parquet', hive_partitioning = true)"
    other = f"""
        from typed inner join (select account_id, max(registered_at) as registered_at from {lake} group by 1) as read
            on AccountNumber = account_id
        where RegisteredAt like '%年%'"""
    assert value(published, f"select count(*) {other}") > 10
    read = "strftime(registered_at + interval 8 hour, '%Y年%m月%d日')"
    assert value(published, f"select count(*) {other} and {read} is distinct from RegisteredAt") == 0


def test_a_contact_that_was_typed_twice_is_one_person(published):
    """Under the account and its duplicate; whoever shares neither phone nor e-mail with himself stays two."""
    twice = """
        with said as (
            select true_person_id, person_id, customer_id
            from true_contacts
            inner join marts.customer_identifiers on record_entity = 'contacts' and record_id = contact_id
        )

        select count(*) as times, count(distinct customer_id) as customers, count(distinct person_id) as persons
        from said group by true_person_id having count(*) = 2"""
    assert value(published, f"select count(*) from ({twice})") > 3
    assert value(published, f"select count(*) from ({twice}) where customers > 1") == 0
    assert value(published, f"select avg((persons = 1)::int) from ({twice})") >= 0.5
    people = "select person_id from marts.customer_identifiers inner join true_contacts on record_id = contact_id"
    mixed = f"{people} where record_entity = 'contacts' group by 1 having count(distinct true_person_id) > 1"
    assert published.execute(mixed).fetchall() == []
