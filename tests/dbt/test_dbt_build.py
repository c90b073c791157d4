"""What a whole `dbt build` makes of a lake whose truth is known."""

from datetime import date
from decimal import Decimal


def test_every_model_data_test_and_unit_test_passes(built):
    assert "ERROR=0 SKIP=0" in built.output
    assert "WARN=0" in built.output


def test_the_first_eight_columns_are_those_of_the_cleaned_table(built):
    assert list(built.rows("select * from marts.mart_customers limit 1")[0])[:8] == [
        "customer_id",
        "company_name",
        "industry",
        "contact_name",
        "phone",
        "registered_on",
        "last_ordered_on",
        "cumulative_spend_amount",
    ]


def test_a_customer_is_described_with_its_scores(built):
    (customer,) = built.rows("select * from marts.mart_customers where customer_id = 'crm-A1'")
    assert customer["registered_on"] == date(2024, 1, 2)  # 20:00 UTC is the next morning in Shanghai
    assert customer["cumulative_spend_amount"] == Decimal(100 + 60 + 40 - 10)
    assert (customer["frequency"], customer["recency_days"]) == (3, 2)
    assert customer["rfm_segment"] == "general_develop"
    assert customer["is_high_churn_risk"] is True
    assert customer["clv_amount"] == Decimal("12.5")


def test_a_customer_without_orders_has_no_recency(built):
    (customer,) = built.rows("select * from marts.mart_customers where customer_id = 'crm-B1'")
    assert (customer["recency_days"], customer["frequency"], customer["rfm_segment"]) == (None, 0, None)


def test_an_order_seen_by_two_systems_or_twice_is_one_order_with_the_device_of_the_shop(built):
    orders = {row["order_id"]: row for row in built.rows("select * from marts.fct_orders")}
    assert set(orders) == {"O1", "O2", "O3", "shop-W2"}
    assert (orders["O2"]["device"], orders["O2"]["dedup_rule"]) == ("app", "erp_and_shop")
    assert orders["O2"]["net_amount"] == 50  # the refund named the dropped repetition
    dropped = built.rows("select source_order_id, dedup_rule from intermediate.int_orders__dropped order by all")
    assert [tuple(row.values()) for row in dropped] == [
        ("O2-again", "erp_repeats_shop_order"),
        ("W1", "shop_order_in_erp"),
    ]


def test_the_newest_version_wins_even_when_an_older_one_arrives_later(built):
    amounts = {
        r["order_id"]: r["gross_amount"] for r in built.rows("select order_id, gross_amount from marts.fct_orders")
    }
    assert amounts["O1"] == 100
    assert amounts["O3"] == 8


def test_no_phone_or_personal_name_is_published_in_full(built):
    tables = ("dim_customers", "mart_customers", "cleaned_customers", "data_completion_queue", "mart_customer_groups")
    published = str([built.rows(f"select * from marts.{table}") for table in tables])
    for personal in (
        "13812345678",
        "13900001111",
        "13755556666",
        "02188886666",
        "王芳",
        "李娜",
        "wang@",
        "lina@",
        "Nobody",
    ):
        assert personal not in published
    assert "138****5678" in published
    assert "星河科技" in published


def test_a_ticket_finds_its_customer_by_the_contact_of_the_account(built):
    assert built.rows("select customer_id, link_rule from marts.fct_tickets where ticket_id = 'T1'") == [
        {"customer_id": "crm-A1", "link_rule": "email"}
    ]
