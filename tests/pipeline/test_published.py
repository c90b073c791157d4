"""What analysts and BI tools find in the published file."""

import json
import re

import duckdb
from support.company import NEXT_DAY, guanxi

B6_COLUMNS = [
    "customer_id",
    "company_name",
    "industry",
    "contact_name",
    "phone",
    "registered_on",
    "last_ordered_on",
    "cumulative_spend_amount",
]


def test_the_customer_mart_begins_with_the_eight_columns_of_the_cleaned_table(published):
    columns = [row[0] for row in published.execute("describe marts.mart_customers").fetchall()]
    assert columns[:8] == B6_COLUMNS
    assert {"recency_days", "frequency", "monetary_amount", "average_order_amount", "rfm_segment"} < set(columns)
    assert {"churn_probability", "clv_amount"} < set(columns)


def test_no_published_text_holds_a_whole_phone_number_or_mail_address(published):
    text_columns = published.execute(
        "select table_schema, table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
    ).fetchall()
    assert len(text_columns) > 50
    whole = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|[\w.+-]{2,}@[\w-]+\.\w+")
    for schema, table, column in text_columns:
        values = published.execute(f'select distinct "{column}" from "{schema}"."{table}"').fetchall()
        leaked = [value for (value,) in values if value and whole.search(value) and "***" not in value]
        assert leaked == [], f"{schema}.{table}.{column}"


def test_no_name_of_a_consumer_is_published(published, company):
    names = {
        name
        for (name,) in duckdb.sql(
            f"select name from '{company.settings.truth}/customers.parquet' where customer_type = 'consumer'"
        ).fetchall()
    }
    for column in ("company_name", "contact_name"):
        shown = {value for (value,) in published.execute(f"select {column} from marts.mart_customers").fetchall()}
        assert not shown & names, column


def test_rows_in_are_rows_loaded_quarantined_and_duplicate(published):
    totals = published.execute(
        "select sum(rows_in), sum(rows_loaded), sum(rows_quarantined), sum(rows_duplicate), count(*) "
        "from meta.deliveries"
    ).fetchone()
    rows_in, loaded, quarantined, duplicate, deliveries = totals
    assert rows_in == loaded + quarantined + duplicate
    assert min(loaded, quarantined, duplicate) > 0
    assert deliveries == 48


def test_the_gate_of_the_build_is_published_with_every_check_passed(published):
    kinds = dict(published.execute("select kind, count(*) from meta.gate group by kind").fetchall())
    assert kinds.keys() == {
        "dbt_model",
        "dbt_seed",
        "dbt_test",
        "expectation",
        "expectation_suite",
        "freshness",
        "identity",
        "leakage",
        "minimum",
        "model",
        "privacy",
        "reconciliation",
        "row_balance",
    }
    failed = "select subject from meta.gate where not passed and severity = 'critical'"
    assert published.execute(failed).fetchall() == []


def test_every_expectation_of_this_and_of_earlier_builds_is_published(published):
    [(builds, days)] = published.execute("select count(*), count(distinct as_of_date) from meta.builds").fetchall()
    assert (builds, days) == (2, 2)
    results = (
        "select as_of_date, count(*), count(distinct table_name) from meta.expectation_results group by 1 order by 1"
    )
    (first, second) = published.execute(results).fetchall()
    assert first[2] == second[2] > 40 and min(first[1], second[1]) > 200
    current = "select count(*) from meta.gate where kind = 'expectation'"
    assert published.execute(current).fetchone()[0] == second[1]


def test_the_quarantine_is_published_as_counts_that_agree_with_the_deliveries(published):
    counted = "select sum(row_count) from meta.quarantine_summary"
    delivered = "select sum(rows_quarantined) from meta.deliveries"
    assert published.execute(counted).fetchone() == published.execute(delivered).fetchone()


def test_every_source_has_a_quality_score_a_day_that_rejected_rows_lower(published):
    rows = published.execute(
        "select system, as_of_date, rows_quarantined, quality_score from meta.source_quality order by all"
    ).fetchall()
    assert {system for system, *_ in rows} == {"crm", "ecommerce", "erp", "marketing", "tickets"}
    assert len(rows) == 10 and all(0 < score <= 100 for *_, score in rows)
    assert all((score < 100) or not rejected for *_, rejected, score in rows)
    assert min(score for *_, score in rows) < 100


def test_gx_pages_are_linked_in_the_private_zone(company):
    builds = list(company.settings.data_docs.iterdir())
    assert len(builds) == 2
    assert {"crm.accounts.html", "marts.mart_customers.html", "seeds.regions.html", "scores.churn.html"} <= {
        page.name for page in builds[0].iterdir()
    }


def test_columns_carry_their_descriptions(published):
    described = "select count(*) from duckdb_columns() where table_name = 'mart_customers' and comment is not null"
    assert published.execute(described).fetchone()[0] > 5


def test_parquet_holds_the_same_rows_as_the_file(published, company):
    manifest = json.loads((company.settings.serving / "manifest.json").read_text())
    for table, count in manifest["row_counts"].items():
        path = company.settings.serving / "parquet" / f"{table.replace('.', '/')}.parquet"
        assert duckdb.sql(f"select count(*) from '{path}'").fetchone() == (count,)
        assert published.execute(f"select count(*) from {table}").fetchone() == (count,)


def test_the_run_ends_with_a_summary_and_a_query(company):
    for line in ("customers", "revenue, net of refunds", "segment Important value", "top CLV", "checks passed"):
        assert line in company.output
    assert f"Published file: {company.settings.serving / 'guanxi.duckdb'}" in company.output
    assert re.search(r"\d\.\d s  ingest_erp +5 tables", company.output)


def test_status_of_a_published_home_is_well_until_it_is_too_old(company):
    assert "as of 2026-01-01" in guanxi("status", settings=company.settings).stdout
    too_old = guanxi("status", "--max-age", "0h", settings=company.settings, check=False)
    assert too_old.returncode == 1
    assert "hours old, more than 0" in too_old.stderr


# On the demo company nothing goes wrong on the way in.
ALWAYS_EMPTY = {("mart_kpi_root_cause", "pipeline_incidents")}


def test_every_column_of_marts_and_facts_has_a_value_somewhere(company):
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as published:
        columns = published.execute(
            "select table_name, list(column_name) from information_schema.columns "
            "where table_schema = 'marts' and regexp_matches(table_name, '^(mart|fct)_') group by table_name"
        ).fetchall()
        empty = set()
        for table, names in columns:
            counts = published.execute(f"select {', '.join(f'count({name})' for name in names)} from marts.{table}")
            empty |= {(table, name) for name, count in zip(names, counts.fetchone(), strict=True) if count == 0}
    assert empty == ALWAYS_EMPTY
