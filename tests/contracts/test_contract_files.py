"""Contract files are validated on load and documented as they are."""

import pytest

from dagster_project.contracts import ContractError, load_contracts
from dagster_project.contracts.reference import REFERENCE, reference_page

GOOD = """\
system: crm
entities:
  owners:
    key: [owner_id]
    version: updated_at
    columns:
      owner_id: {type: string, required: true}
      updated_at: {type: timestamp}
"""


def test_the_committed_contracts_hold_the_five_systems():
    systems = load_contracts()
    assert list(systems) == ["crm", "ecommerce", "erp", "marketing", "tickets"]
    orders = systems["erp"].entities["orders"]
    assert (orders.key, orders.version_column, orders.event_time_column) == (("order_id",), "updated_at", "ordered_at")
    assert orders.columns["total_amount"].duckdb_type == "DECIMAL(18,4)"
    assert orders.columns["status"].values == ("open", "paid", "shipped", "completed", "cancelled")


def test_the_reference_page_is_what_the_contracts_say():
    remedy = "run: python -m dagster_project.contracts.reference"
    assert REFERENCE.read_text(encoding="utf-8") == reference_page(load_contracts()), remedy


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "type: timestamp",
            "type: datetime",
            "x.yaml:8: unknown type 'datetime' of column 'updated_at'. Choose one of: string, integer, decimal, date, "
            "timestamp, boolean.",
        ),
        ("    key: [owner_id]\n", "", "x.yaml:3: 'key' is missing. Add 'key:'."),
        ("[owner_id]", "[id]", "x.yaml:4: key column 'id' does not exist. Columns: owner_id, updated_at."),
        ("[owner_id]", "[]", "x.yaml:4: the key is empty. Name the columns that identify a row."),
        (
            ", required: true",
            "",
            "x.yaml:4: no column of the key is required. Mark at least one key column 'required: true'.",
        ),
        ("version: updated_at", "version: at", "x.yaml:5: column 'at' does not exist. Columns: owner_id, updated_at."),
        (
            "version: updated_at",
            "version: owner_id",
            "x.yaml:5: column 'owner_id' is of type string. Name a date or timestamp column.",
        ),
        (
            "owner_id: {",
            "OwnerId: {",
            "x.yaml:7: bad identifier 'OwnerId'. Use lower-case letters, digits and _, beginning with a letter.",
        ),
        (
            "type: timestamp",
            "type: timestamp, unique: true",
            "x.yaml:8: unknown attribute 'unique'. Known here: type, required, personal, values, min, max, pattern, "
            "description.",
        ),
        (
            "type: timestamp",
            "type: timestamp, min: 0",
            "x.yaml:8: 'min' does not fit type timestamp. It is for: integer, decimal.",
        ),
        ("required: true", "required: maybe", "x.yaml:7: 'maybe' is not a boolean. Write true or false."),
        ("  owners:", "  owners: {}\n  owners:", "x.yaml:4: 'owners' appears twice. Keep one of them."),
        ("system: crm", "system: [crm", "x.yaml:2: not readable as YAML: "),
    ],
)
def test_a_wrong_contract_is_refused_with_file_line_and_remedy(tmp_path, wrong, right, message):
    assert wrong in GOOD
    (tmp_path / "x.yaml").write_text(GOOD.replace(wrong, right))
    with pytest.raises(ContractError) as refusal:
        load_contracts(tmp_path)
    assert str(refusal.value).startswith(message)
