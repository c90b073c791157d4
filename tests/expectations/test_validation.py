"""What a validation may take, say and leave behind."""

import subprocess
import sys

import pytest
from support.bad_rows import NULL
from support.relations import good_rows, rows

from expectations import ValidationError, suite_for, validate


def _by_sentence(results):
    return {result.expectation: result for result in results}


def test_a_result_says_what_was_seen_who_answers_and_why_it_matters():
    orders = rows("erp.orders", {}, {"erp_customer_id": NULL}, {"erp_customer_id": NULL}, {"erp_customer_id": NULL})
    result = _by_sentence(validate(suite_for("erp.orders"), orders))["an order belongs to a customer"]
    assert (result.success, result.severity, result.is_blocking) == (False, "critical", True)
    assert (result.unexpected_count, result.element_count) == (3, 4)
    assert dict(result.observed) == {"share": 0.25, "at_least": 0.5}
    assert (result.table, result.column, result.owner) == ("erp.orders", "erp_customer_id", "team:finance-systems")
    assert "the customer column was lost" in result.note


def test_a_failed_warning_does_not_block():
    results = validate(suite_for("erp.orders"), rows("erp.orders", {"status": "'cancelled'"}))
    failed = [result for result in results if not result.success]
    assert [result.expectation for result in failed] == ["most orders are not cancelled"]
    assert failed[0].severity == "warning" and not failed[0].is_blocking


def test_a_share_is_taken_of_the_rows_to_which_the_rule_applies():
    open_orders = rows("erp.orders", *[{"delivered_at": "cast(null as timestamp)"}] * 3, {})
    result = _by_sentence(validate(suite_for("erp.orders"), open_orders))["delivered_at is not before ordered_at"]
    assert result.success and result.element_count == 1


def test_references_are_judged_only_if_the_other_table_is_given():
    suite, orders = suite_for("erp.orders"), good_rows("erp.orders")
    sentence = "the customer of an order is known"
    assert sentence not in _by_sentence(validate(suite, orders))
    related = {"erp.customers": "select 'K2' as erp_customer_id"}
    assert not _by_sentence(validate(suite, orders, related=related))[sentence].success


def test_no_delivered_value_reaches_a_result():
    secret = "'13987654321'"
    twice = {"erp_customer_id": secret, "phone": secret, "email": NULL, "name": NULL}
    results = validate(suite_for("erp.customers"), rows("erp.customers", twice, twice))
    assert [result.expectation for result in results if not result.success] == [
        "erp_customer_id is unique",
        "a customer has a name",
    ]
    assert "13987654321" not in repr(results)
    assert all(isinstance(number, int | float) for result in results for number in result.observed.values())


def test_a_relation_that_lacks_a_column_is_an_error_and_the_next_validation_works():
    with pytest.raises(ValidationError, match='suite crm.owners: .*column "team" not found'):
        validate(suite_for("crm.owners"), "select 'O1' as owner_id")
    assert all(result.success for result in validate(suite_for("crm.owners"), good_rows("crm.owners")))


def test_rows_of_parquet_files_are_read_within_the_limits(tmp_path):
    import duckdb

    duckdb.sql(f"copy ({good_rows('crm.owners', 5)}) to '{tmp_path}/owners.parquet'")
    relation = f"select * from read_parquet('{tmp_path}/*.parquet')"
    results = validate(suite_for("crm.owners"), relation, memory_limit="200MB", threads=1)
    assert results[0].observed == {"rows": 5}
    greedy = "select string_agg(repeat('x', 1000) || i, '') as owner_id, 'north' as team from range(200000) t(i)"
    with pytest.raises(ValidationError, match="Out of Memory"):
        validate(suite_for("crm.owners"), greedy, memory_limit="50MB", threads=1)


def test_nothing_is_imported_early_written_or_printed(tmp_path):
    script = (
        "import sys; from expectations import all_suites, suite_for, validate; all_suites();"
        "assert 'great_expectations' not in sys.modules;"
        "assert validate(suite_for('crm.owners'), \"select 'O1' as owner_id, 'north' as team\")[0].success"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_headers_that_were_swapped_block_and_a_handful_of_odd_values_or_none_do_not():
    swapped = {"phone": "'lin@example.com'", "email": "'13800000001'"}
    accounts = suite_for("crm.accounts")

    def blocked(*changes):
        return [r.expectation for r in validate(accounts, rows("crm.accounts", *changes)) if r.is_blocking]

    assert blocked(*[swapped] * 20) == ["phone holds phone numbers", "email holds e-mail addresses"]
    assert blocked(*[swapped] * 19) == []
    assert blocked(*[{"phone": NULL, "email": NULL}] * 30) == []
    assert blocked(*[{"phone": "'无'", "email": "'无'"}] * 6, *[{"phone": "'＋８６ 138-0000-0001'"}] * 24) == []
