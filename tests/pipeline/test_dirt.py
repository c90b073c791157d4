"""What became of every class of dirt that was planted in the generated company."""

import duckdb
import pytest
from support.company import NEXT_DAY

CLASSES = {
    "corrected_row",
    "deleted_row",
    "duplicate_account",
    "future_date",
    "impossible_date",
    "late_row",
    "negative_amount",
    "order_synced_twice",
    "orphan_line",
    "repeated_row",
    "shop_only_order",
    "unknown_buyer",
    "unknown_requester",
    "unknown_value",
}
ENTITY_TABLES = {
    ("erp", "orders"): ("fct_orders", "order_id"),
    ("erp", "refunds"): ("fct_refunds", "refund_id"),
    ("tickets", "tickets"): ("fct_tickets", "ticket_id"),
    ("crm", "interactions"): ("fct_interactions", "interaction_id"),
}


@pytest.fixture(scope="module")
def published(company):
    """The published file of the second day, the dirt delivered by then as view `dirt`, the truth beside it."""
    truth, quarantine = company.settings.truth, company.settings.quarantine
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as connection:
        connection.execute(
            f"create temp view dirt as select * from '{truth}/dirt.parquet' where business_date <= date '{NEXT_DAY}'"
        )
        connection.execute(
            "create temp view rejected as select split_part(filename, '/quarantine/', 2) as path, raw, reason "
            f"from read_parquet('{quarantine}/*/*/*/*.parquet', filename = true, union_by_name = true)"
        )
        for table in ("orders", "records", "duplicates"):
            connection.execute(f"create temp view true_{table} as select * from '{truth}/{table}.parquet'")
        yield connection


def value(connection, sql):
    return connection.execute(sql).fetchone()[0]


def planted(connection, dirt_class, entity):
    return value(connection, f"select count(*) from dirt where dirt_class = '{dirt_class}' and entity = '{entity}'")


def test_every_class_that_is_planted_is_tested_here(company):
    classes = duckdb.sql(f"select distinct dirt_class from '{company.settings.truth}/dirt.parquet'").fetchall()
    assert {name for (name,) in classes} == CLASSES


def test_broken_rows_are_in_quarantine_with_their_reason_and_line(published):
    """Impossible and future dates, negative amounts, unknown values."""
    lost = value(
        published,
        """
        select count(*) from dirt
        where expected = 'quarantine' and not exists (
            select * from rejected
            where starts_with(rejected.path, dirt.system || '/' || dirt.entity || '/')
                and contains(rejected.raw, dirt.record_key) and rejected.reason <> ''
        )
        """,
    )
    assert lost == 0
    assert value(published, "select count(distinct dirt_class) from dirt where expected = 'quarantine'") == 4


@pytest.mark.parametrize(("system", "entity"), ENTITY_TABLES)
def test_a_broken_row_is_published_only_where_a_sound_version_was_sent_again(published, company, system, entity):
    table, key = ENTITY_TABLES[system, entity]
    lake = f"read_parquet('{company.settings.lake}/{system}/{entity}/*/*.parquet', hive_partitioning = true)"
    unexplained = value(
        published,
        f"""
        select count(*) from dirt
        inner join marts.{table} as facts on facts.{key} = dirt.record_key
        where dirt.expected = 'quarantine' and dirt.system = '{system}' and dirt.entity = '{entity}'
            and facts.{key} not in (select {key} from {lake})
        """,
    )
    assert unexplained == 0


def test_a_repeated_row_counts_once(published):
    for entity in ("orders", "order_lines"):
        assert planted(published, "repeated_row", entity) > 0
    assert value(published, "select count(*) - count(distinct order_id) from marts.fct_orders") == 0
    doubled = "select count(*) - count(distinct (order_id, line_number)) from marts.fct_order_lines"
    assert value(published, doubled) == 0


def test_an_order_that_was_synchronised_twice_is_dropped_once_under_its_rule(published):
    dropped = value(
        published,
        """
        select count(distinct dirt.record_key) from dirt
        inner join true_orders on dirt.record_key in (true_orders.erp_order_id, true_orders.second_erp_order_id)
        inner join marts.dropped_orders as dropped
            on dropped.source_order_id in (true_orders.erp_order_id, true_orders.second_erp_order_id)
        where dirt.dirt_class = 'order_synced_twice' and dropped.dedup_rule = 'erp_repeats_shop_order'
        """,
    )
    assert dropped == planted(published, "order_synced_twice", "orders") > 0


def test_an_order_that_only_the_shop_has_counts_once_from_the_shop(published):
    counted = value(
        published,
        """
        select count(*) from dirt
        inner join marts.fct_orders as orders on orders.order_id = 'shop-' || dirt.record_key
        where dirt.dirt_class = 'shop_only_order' and orders.dedup_rule = 'shop_only'
        """,
    )
    assert counted == planted(published, "shop_only_order", "orders") > 0


def test_a_corrected_row_shows_its_latest_total(published):
    wrong = value(
        published,
        """
        select count(*) from dirt
        inner join true_orders on dirt.record_key = true_orders.erp_order_id
        inner join marts.fct_orders as orders on orders.order_id = dirt.record_key
        where dirt.dirt_class = 'corrected_row' and orders.gross_amount <> true_orders.total_amount
        """,
    )
    assert wrong == 0
    assert planted(published, "corrected_row", "orders") > 0


def test_a_late_row_appears_from_its_business_date_on(published, company):
    earlier = next(path for day, path in company.files.items() if day < NEXT_DAY)
    arrived = f"dirt_class = 'late_row' and business_date = date '{NEXT_DAY}'"
    keys = published.execute(f"select entity, record_key from dirt where {arrived}").fetchall()
    with duckdb.connect(earlier, read_only=True) as day_before:
        for entity, key in keys:
            table, column = ENTITY_TABLES["erp" if entity == "orders" else "crm", entity]
            shown = f"select count(*) from marts.{table} where {column} = '{key}'"
            assert (value(day_before, shown), value(published, shown)) == (0, 1), key
    assert planted(published, "late_row", "orders") > 0


def test_an_unknown_buyer_and_an_unknown_requester_are_kept_and_linked_to_nobody(published):
    for dirt_class, table, key in (
        ("unknown_buyer", "fct_orders", "order_id"),
        ("unknown_requester", "fct_tickets", "ticket_id"),
    ):
        kept = published.execute(
            f"select count(*), count(customer_id), count(*) filter (where customer_key = 'unknown') from dirt "
            f"inner join marts.{table} as facts on facts.{key} = dirt.record_key where dirt_class = '{dirt_class}'"
        ).fetchone()
        assert kept[0] == kept[2] > 0, dirt_class
        assert kept[1] == 0, dirt_class


def test_an_orphan_line_is_no_sale_and_explained(published):
    sold = value(
        published,
        "select count(*) from dirt inner join marts.fct_order_lines as lines "
        "on dirt.record_key = lines.order_id || '/' || lines.line_number where dirt_class = 'orphan_line'",
    )
    explained = value(published, "select explained_value from meta.reconciliation where subject = 'order lines'")
    assert sold == 0
    assert explained > planted(published, "orphan_line", "order_lines") > 0


def test_a_duplicate_account_is_the_customer_of_the_first_one(published):
    told_apart = value(
        published,
        """
        select count(*) filter (first.customer_id is distinct from second.customer_id) || ' of ' || (count(*) > 10)
        from true_duplicates
        left join marts.customer_identifiers as first
            on first.record_entity = 'accounts' and first.record_id = true_duplicates.account_id
        inner join marts.customer_identifiers as second  -- some are typed in only after the published day
            on second.record_entity = 'accounts' and second.record_id = true_duplicates.duplicate_account_id
        """,
    )
    assert told_apart == "0 of true"
    assert planted(published, "duplicate_account", "accounts") > 0


def test_a_deleted_account_is_current_nowhere(published):
    shown = value(
        published,
        "select count(*) from dirt inner join marts.dim_customers as customers "
        "on customers.customer_id = 'crm-' || dirt.record_key where dirt_class = 'deleted_row'",
    )
    assert planted(published, "deleted_row", "accounts") > 0
    assert shown == 0


def test_rows_in_are_rows_out_and_explained_for_every_entity(published, company):
    """Landing to lake, lake to what is known today, and from there to what is published."""
    unbalanced = "select * from meta.deliveries where rows_in <> rows_loaded + rows_quarantined + rows_duplicate"
    assert published.execute(unbalanced).fetchall() == []
    assert published.execute("select * from meta.reconciliation where not is_within_tolerance").fetchall() == []
    reconciled = {
        subject
        for (subject,) in published.execute(
            "select subject from meta.reconciliation where check_name = 'rows'"
        ).fetchall()
    }
    delivered = {
        f"{system}.{entity}"
        for system, entity in published.execute("select distinct system, entity from meta.deliveries").fetchall()
    }
    described_elsewhere = {"erp.order_lines", "ecommerce.order_items"}  # together: order lines
    dimensions = {"erp.products", "crm.owners", "marketing.campaigns"}
    assert delivered - reconciled == described_elsewhere | dimensions
    products, owners, campaigns = (
        f"read_parquet('{company.settings.lake}/{entity}/*/*.parquet', hive_partitioning = true)"
        for entity in ("erp/products", "crm/owners", "marketing/campaigns")
    )
    for table, key, source in (("dim_products", "sku", products), ("dim_owners_history", "owner_id", owners)):
        known = f"select count(distinct {key}) from marts.{table} where {key} <> 'unknown'"
        assert value(published, known) == value(published, f"select count(distinct {key}) from {source}") > 0, table
    # A campaign is published with its touches.
    told = f"""
        select count(*) filter (touches.content_kind is distinct from told.content_kind) || ' of ' || (count(*) > 0)
        from marts.fct_campaign_touches as touches
        inner join (select distinct campaign_id, content_kind from {campaigns}) as told using (campaign_id)"""
    assert value(published, told) == "0 of true"
