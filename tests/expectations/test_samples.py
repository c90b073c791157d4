"""A failed expectation shows where to look, and nobody's key."""

import duckdb
import pytest
from support.relations import rows

from expectations import suite_for
from expectations.checked_table import checked_table_sql, evaluated
from expectations.samples import mask_key, sample_keys
from expectations.suite import MeanBetween, References, Share, Unique

ORDERS = """
    select * from (values ('SO0000009898', 'K-1', 10), ('SO0000009899', 'K-1', -5), ('SO0000009900', 'K-9', 7),
        ('SO0000009898', 'K-1', 11)) as orders (order_id, customer_id, amount)
"""
ABOUT = {"sentence": "s", "severity": "critical", "note": "n"}
BROKEN = {
    "a share": (Share(**ABOUT, holds="amount > 0"), ("SO********99",)),
    "a key": (Unique(**ABOUT, columns=("order_id",)), ("SO********98",)),
    "a reference": (
        References(**ABOUT, column="customer_id", target="crm.accounts", target_column="id"),
        ("SO********00",),
    ),
    "a rule about the whole table": (MeanBetween(**ABOUT, column="amount"), ()),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_keys_of_rows_that_break_a_rule_are_shown_masked(case):
    rule, shown = BROKEN[case]
    related = {"crm.accounts": "select 'K-1' as id"}
    assert sample_keys(rule, ORDERS, key=("order_id",), related=related) == shown


def test_a_key_keeps_two_characters_at_each_end_and_a_short_one_its_first():
    assert [mask_key(key) for key in ("crm-A72948006", "13812345678", "O-1", "7")] == [
        "cr*********06",
        "13*******78",
        "O**",
        "7*",
    ]


def test_what_great_expectations_reads_holds_hashes_and_flags():
    suite = suite_for("crm.accounts")
    delivered = rows("crm.accounts", {"account_id": "'key-secret'", "phone": "'13812345678'"})
    narrow = duckdb.sql(checked_table_sql(evaluated(suite.rules, {}), delivered))
    assert {str(kind) for kind in narrow.types} <= {"UBIGINT", "BOOLEAN", "DOUBLE"}
