"""What is told of rows that break a rule: masked keys of a few, nothing else."""

import duckdb
import pytest
from support.relations import rows

from expectations import suite_for
from expectations.checked_table import checked_table_sql, evaluated
from expectations.samples import SAMPLES, mask_key, sample_keys
from expectations.suite import Share, Unique

ACCOUNTS = "select 'A7294' || i as account_id, null as name from range(9) t(i)"
FILLED = Share("accounts have names", "warning", "Nobody can be addressed.", column="name", holds="name is not null")


def test_keys_of_rows_that_break_a_rule_are_masked_and_few():
    assert sample_keys(FILLED, ACCOUNTS, key=("account_id",)) == ("A*****",) * SAMPLES
    twice = Unique("once", "critical", "Counted twice.", columns=("account_id",))
    assert sample_keys(twice, f"{ACCOUNTS} union all select 'A72943', 'x'", key=("account_id",)) == ("A*****",)
    assert sample_keys(FILLED, ACCOUNTS.replace("null", "'Ann'"), key=("account_id",)) == ()


@pytest.mark.parametrize(("key", "shown"), [("crm-A72948006", "cr*********06"), ("A7294", "A****"), ("A", "A*")])
def test_a_masked_key_keeps_its_length_and_little_else(key, shown):
    assert mask_key(key) == shown


def test_what_great_expectations_reads_holds_hashes_and_flags():
    suite = suite_for("crm.accounts")
    delivered = rows("crm.accounts", {"account_id": "'key-secret'", "phone": "'13812345678'"})
    narrow = duckdb.sql(checked_table_sql(evaluated(suite.rules, {}), delivered))
    assert {str(kind) for kind in narrow.types} <= {"UBIGINT", "BOOLEAN", "DOUBLE"}
