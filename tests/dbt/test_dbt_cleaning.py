"""Industries, regions, groups and what is missing, on the story's lake."""

from decimal import Decimal

import duckdb

from dagster_project.privacy.published_texts import published_personal_data
from dagster_project.settings import load_settings


def customer(built, customer_id):
    (row,) = built.rows(f"select * from marts.dim_customers where customer_id = '{customer_id}'")
    return row


def test_an_industry_in_the_words_of_the_salesman_becomes_section_and_division(built):
    shown = customer(built, "crm-A1")
    assert shown["industry"] == "Manufacturing - Motor vehicles and auto parts"
    assert shown["industry_name_zh"] == "制造业 - 汽车制造业"
    assert shown["macro_region"] == "east"


def test_an_unknown_industry_is_listed_and_not_guessed(built):
    assert customer(built, "crm-A3")["industry"] is None
    unmapped = built.rows("select industry_text, account_count from marts.industry_mapping where method = 'unmapped'")
    assert unmapped == [{"industry_text": "摸鱼", "account_count": 1}]


def test_every_spelling_of_the_seeds_maps_to_its_own_code(built):
    wrong = built.rows(
        """
        select synonym, synonyms.industry_code, terms.industry_code as found
        from reference.industry_synonyms as synonyms
        left join intermediate.int_industry_terms__listed as terms
            on terms.term = nullif(regexp_replace(lower(synonym), '[^0-9a-z一-龥]', '', 'g'), '')
        where terms.industry_code is distinct from synonyms.industry_code and terms.method is distinct from 'exact'
        """
    )
    assert wrong == []


def test_personal_data_typed_into_names_and_places_stops_no_night(built):
    with duckdb.connect() as shown:
        shown.execute(f"attach '{built.home}/build/warehouse.duckdb' as build (read_only); create schema marts")
        marts = "from duckdb_tables() where database_name = 'build' and schema_name = 'marts'"
        for (table,) in shown.execute(f"select table_name {marts}").fetchall():
            shown.execute(f"create table marts.{table} as from build.marts.{table}")
        assert shown.execute("select count(*) from marts.dim_customers").fetchone()[0] > 0
        assert published_personal_data(shown, load_settings(built.home)) == []
    shown = customer(built, "crm-D1")
    assert shown["company_name"] == "远山(联系人王小二[phone])"
    assert [shown[place] for place in ("province", "city", "district")] == ["上海[phone]", "[e-mail]", "证件[ID]"]


def test_an_industry_keeps_its_code_where_a_phone_number_was_typed_beside_it(built):
    assert customer(built, "crm-D1")["industry"] == customer(built, "crm-A1")["industry"]
    told = "industry_text, account_count from marts.industry_mapping where industry_text like '%phone%'"
    assert built.rows(f"select {told}") == [{"industry_text": "汽配 [phone]", "account_count": 1}]
    past = "select industry_code from marts.dim_customers_history where customer_id = 'crm-D1'"
    assert built.rows(past) == [{"industry_code": "C36"}]


def test_a_group_rolls_up_the_spend_of_its_members(built):
    assert customer(built, "crm-A3")["parent_customer_id"] == "crm-A1"
    (group,) = built.rows("select * from marts.mart_customer_groups where member_count > 1")
    assert (group["group_customer_id"], group["member_count"], group["order_count"]) == ("crm-A1", 2, 3)
    assert group["cumulative_spend_amount"] == group["own_spend_amount"] == Decimal(190)
    (total,) = built.rows(
        "select sum(cumulative_spend_amount) = (select sum(cumulative_spend_amount) from marts.mart_customers) as same "
        "from marts.mart_customer_groups"
    )
    assert total["same"]


def test_what_is_missing_waits_in_the_queue_for_the_owner(built):
    rows = built.rows("select field, status from marts.data_completion_queue where customer_id = 'crm-A3' order by all")
    assert [tuple(row.values()) for row in rows] == [
        ("contact_name", "missing"),
        ("email", "missing"),
        ("industry", "missing"),
        ("owner_id", "missing"),
        ("phone", "missing"),
        ("province", "missing"),
    ]


def test_an_answer_that_comes_back_as_an_extract_ends_the_question(built, built_for_first_day):
    asked = "from marts.data_completion_queue where customer_id = 'crm-B5' and field = 'industry'"
    assert [row["status"] for row in built_for_first_day.rows(asked)] == ["missing"]
    assert built.rows(asked) == []
    assert customer(built, "crm-B5")["industry"] == "Manufacturing - Furniture"


def test_a_missing_phone_is_filled_from_the_last_ticket_and_marked(built):
    shown = customer(built, "crm-A2")
    assert (shown["phone"], shown["phone_inferred_from"]) == ("137****6666", "ticket")
    assert customer(built, "crm-A1")["phone_inferred_from"] is None


def test_a_dropped_order_is_published_with_its_rule(built):
    dropped = built.rows("select source_order_id, kept_order_id, dedup_rule from marts.dropped_orders order by all")
    assert [tuple(row.values()) for row in dropped] == [
        ("O2-again", "O2", "erp_repeats_shop_order"),
        ("W1", "O2", "shop_order_in_erp"),
    ]
