"""Versions of customers, products and owners, and which of them a fact carries."""


def versions_of(built, customer_id):
    rows = built.rows(
        "select owner_id, valid_from::varchar as valid_from, valid_to::varchar as valid_to, is_current "
        f"from marts.dim_customers_history where customer_id = '{customer_id}' order by valid_from"
    )
    return [tuple(row.values()) for row in rows]


def test_a_new_owner_begins_a_version_on_the_day_it_was_delivered(built):
    assert versions_of(built, "crm-A1") == [
        ("E1", "0001-01-01", "2025-12-31", False),
        ("E2", "2025-12-31", "9999-12-31", True),
    ]


def test_an_earlier_day_knows_only_the_versions_of_its_time(built_for_first_day):
    assert versions_of(built_for_first_day, "crm-A1") == [("E1", "0001-01-01", "9999-12-31", True)]


def test_a_deleted_duplicate_ends_what_it_said_and_keeps_its_past(built):
    assert versions_of(built, "crm-A2") == [
        ("E2", "0001-01-01", "2025-12-31", False),
        ("E1", "2025-12-31", "9999-12-31", True),
    ]
    assert built.rows("select customer_id, customer_key from marts.fct_interactions") == [
        {"customer_id": "crm-A2", "customer_key": "crm-A2@0001-01-01"}
    ]


def test_every_customer_has_one_current_version_and_one_member_is_unknown(built):
    (row,) = built.rows(
        "select count(*) filter (where is_current) as current_versions, "
        "(select count(*) + 1 from marts.dim_customers) as expected from marts.dim_customers_history"
    )
    assert row["current_versions"] == row["expected"]


def test_a_fact_carries_the_version_of_its_day_and_nobody_is_unknown(built, built_for_first_day):
    orders = built.rows("select order_id, customer_key from marts.fct_orders where order_id in ('O1', 'shop-W2')")
    assert {row["customer_key"] for row in orders} == {"crm-A1@0001-01-01"}
    assert built.rows("select customer_key from marts.fct_refunds") == [{"customer_key": "crm-A1@2025-12-31"}]
    unknown = built_for_first_day.rows("select customer_key from marts.fct_orders where customer_id is null")
    assert unknown == [{"customer_key": "unknown"}]


def test_a_new_price_begins_a_version_of_the_product_and_old_lines_keep_the_old_one(built):
    prices = built.rows("select product_key, list_price from marts.dim_products_history where sku = 'S1' order by all")
    assert [(row["product_key"], int(row["list_price"])) for row in prices] == [
        ("S1@0001-01-01", 50),
        ("S1@2025-12-31", 60),
    ]
    assert built.rows("select product_key from marts.fct_order_lines") == [{"product_key": "S1@0001-01-01"}]


def test_an_owner_is_versioned_under_a_masked_name(built):
    owners = built.rows("select owner_key, owner_name from marts.dim_owners_history order by all")
    assert [tuple(row.values()) for row in owners] == [
        ("E1@0001-01-01", "赵*"),
        ("E2@0001-01-01", "周*"),
        ("unknown", None),
    ]
