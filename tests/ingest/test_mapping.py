"""A mistake in a mapping is answered with file, line, what is wrong and what to do."""

import pytest

from dagster_project.ingest import IngestError, MappingError

ENTITY = """\
timezone: Asia/Shanghai
deliveries:
  - files: "owners_{business_date}.csv"
    mode: delta
    entities:
      crm.owners:
        columns:
          owner_id: id
          name: trim(full_name)
"""
FILES = '"owners_{business_date}.csv"'


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            "Asia/Shanghai",
            "Asia/Nowhere",
            "mapping.yaml:1: unknown timezone 'Asia/Nowhere'. Write a name such as Asia/Shanghai or UTC.",
        ),
        ("mode: delta", "mode: full", "mapping.yaml:4: 'full' is not known here. Choose one of: delta, snapshot."),
        ("    mode: delta\n", "", "mapping.yaml:3: 'mode' is missing. Add 'mode:'."),
        (
            "mode: delta",
            "mode: delta\n    colour: red",
            "mapping.yaml:5: unknown attribute 'colour'. Known here: files, ",
        ),
        (
            FILES,
            "owners.csv",
            "mapping.yaml:3: the business date must come from exactly one place. Write {business_date} in 'files' or "
            "give 'business_date:', not both.",
        ),
        (
            FILES,
            '"../owners_{business_date}.csv"',
            "mapping.yaml:3: '../owners_{business_date}.csv' leaves the mapping's folder. Write a path relative to the "
            "mapping file, without '..'.",
        ),
        ("crm.owners", "crm.owner", "mapping.yaml:6: unknown entity 'crm.owner'. Known: crm.accounts, "),
        (
            "owner_id: id",
            "owner: id",
            "mapping.yaml:8: crm.owners has no column 'owner'. Columns: owner_id, name, team, region.",
        ),
        (
            "          owner_id: id\n",
            "",
            "mapping.yaml:7: crm.owners needs owner_id. Give each an expression over delivered columns.",
        ),
        (
            "trim(full_name)",
            "trim(full_name",
            "mapping.yaml:9: the SQL cannot be read: it ends too early: a closing bracket, a quote or ",
        ),
        (
            "trim(full_name)",
            "a) from delivery; drop table x; select (b",
            "mapping.yaml:9: the SQL cannot be read: it is no SELECT. Correct it; only SELECT is accepted.",
        ),
        ("trim(full_name)", "a, b", "mapping.yaml:9: 'a, b' is not one expression."),
        ("trim(full_name)", "cast(now() as varchar)", "mapping.yaml:9: now gives another result on every run."),
        (
            "trim(full_name)",
            "(select content from other)",
            "mapping.yaml:9: the SQL reads 'other'. Relations here: delivery.",
        ),
        (
            "trim(full_name)",
            "(select content from read_text('/etc/hostname'))",
            "mapping.yaml:9: function read_text is not accepted. Read from delivery only.",
        ),
        ("name: trim", "owner_id: trim", "mapping.yaml:9: 'owner_id' appears twice. Keep one of them."),
        (
            "owner_id: id",
            "owner_id: *x",
            "mapping.yaml:8: not readable as YAML: an alias (*name) is accepted only after <<.",
        ),
        ("mode: delta", "mode: delta\n    delimiter: ab", "mapping.yaml:5: delimiter 'ab' is not one character."),
        ("mode: delta", "mode: delta\n    date_formats: ['%Q']", "mapping.yaml:5: date format '%Q' is not understood."),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(home, wrong, right, message):
    assert wrong in ENTITY
    home.map(ENTITY.replace(wrong, right))
    with pytest.raises(MappingError) as refusal:
        home.ingest()
    assert str(refusal.value).startswith(message)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        (
            "trim(fullname)",
            "mapping.yaml:9: crm.owners needs name, but column fullname is not delivered. Delivered: id, full_name",
        ),
        (
            "trimm(full_name)",
            "mapping.yaml:9: Scalar Function with name trimm does not exist! Did you mean "
            '"trim"?. Delivered: id, full_name',
        ),
        (
            "full_name * id",
            "mapping.yaml:9: `*` does not take (text, text). Delivered columns are text: cast them, as in "
            "`Qty::decimal(18, 4)` or `Day::date`. Delivered: id, full_name",
        ),
        (
            "max(full_name)",
            "mapping.yaml:9: an aggregate is no value of one row. A query can group rows, with min(_line) as _line. "
            "Delivered: id, full_name",
        ),
    ],
)
def test_an_expression_that_does_not_fit_the_file_stops_the_delivery_with_its_line(home, expression, message):
    home.map(ENTITY.replace("trim(full_name)", expression))
    home.deliver("owners_2026-01-01.csv", "id,full_name\n1,Ann\n")
    (result,) = home.ingest()
    assert (result.status, result.message) == ("stopped", message)


def test_a_value_that_an_expression_cannot_take_is_not_repeated(home):
    """The message is published in meta.deliveries."""
    home.map(ENTITY.replace("trim(full_name)", "sum(full_name::integer) over ()"))
    home.deliver("owners_2026-01-01.csv", "id,full_name\n1,王芳 13812345678\n")
    (result,) = home.ingest()
    assert result.message.startswith("mapping.yaml:6: the mapping fails on a row: Conversion Error: Could not convert")
    assert "13812345678" not in result.message and "王芳" not in result.message


def test_unknown_columns_are_reported_and_an_absent_optional_column_is_null(home):
    home.map(
        ENTITY.replace("mode: delta", "mode: delta\n    ignore_columns: [Noise]") + "          team: upper(team)\n"
    )
    home.deliver("owners_2026-01-01.csv", "id,full_name,noise,shoe_size\n1,Ann,x,42\n")
    (result,) = home.ingest()
    assert result.unknown_columns == ("shoe_size",)
    assert result.message == "team is empty: team is not delivered"
    assert home.rows("owner_id, name, team", "crm.owners") == [("1", "Ann", None)]


def test_one_file_feeds_several_entities_by_where_and_query(home):
    home.deliver(
        "lines_2026-01-05.csv", "no,day,sku,qty,price\nA,2026-01-01,x,1,10\nA,2026-01-01,y,2,5\nCB,2026-01-02,x,1,10\n"
    )
    home.map("""
deliveries:
  - files: "lines_{business_date}.csv"
    mode: delta
    entities:
      erp.orders:
        query: |
          select no as order_id, min(day) as ordered_at, 'paid' as status, 'CNY' as currency,
              sum(cast(qty as integer) * cast(price as integer)) as total_amount, min(_line) as _line
          from delivery where no not like 'C%' group by no
      erp.refunds:
        where: no like 'C%'
        columns: {refund_id: no, amount: price, refunded_at: day, line_number: row_number() over (order by _line)}
""")
    orders, refunds = home.ingest()
    assert (orders.rows_in, refunds.rows_in, orders.unknown_columns) == (1, 1, ("sku",))
    assert home.rows("order_id, total_amount::integer, _source_line", "erp.orders") == [("A", 20, 2)]
    assert home.rows("refund_id, line_number, _source_line", "erp.refunds") == [("CB", 1, 4)]


def test_a_query_without_its_line_number_is_refused(home):
    home.deliver("o_2026-01-05.csv", "a\n1\n")
    home.map(
        'deliveries: [{files: "o_{business_date}.csv", mode: delta, entities: {crm.owners: {query: '
        '"select a as owner_id, a as name from delivery"}}}]'
    )
    assert home.ingest()[0].message == "mapping.yaml:1: the query does not return _line. Delivered: a"


def test_columns_may_be_renamed_and_companion_files_joined(home):
    home.deliver("o_2026-01-05.csv", "Id,team_no\n1,7\n")
    home.deliver("teams.csv", "no,team\n7,North\n")
    home.map("""
deliveries:
  - files: "o_{business_date}.csv"
    mode: delta
    rename: {Id: owner_id}
    with: {teams: teams.csv}
    entities:
      crm.owners:
        query: select owner_id, owner_id as name, team, delivery._line from delivery join teams on team_no = no
""")
    home.ingest()
    assert home.rows("owner_id, team", "crm.owners") == [("1", "North")]
    home.deliver("teams.csv", "no,team\n7,South\n")
    home.ingest()
    assert home.rows("owner_id, team", "crm.owners") == [("1", "South")]


def test_two_patterns_for_one_file_and_entity_are_refused(home):
    home.deliver("owners_2026-01-01.csv", "id,full_name\n1,Ann\n")
    home.map(ENTITY + ENTITY[ENTITY.index("  - files") :].replace("owners_{", "own*_{"))
    with pytest.raises(MappingError) as refusal:
        home.ingest()
    assert str(refusal.value) == (
        "mapping.yaml:10: owners_2026-01-01.csv is already mapped to crm.owners by mapping.yaml:3. Let one of the two "
        "patterns match it."
    )


def test_a_link_that_leaves_landing_is_refused(home, tmp_path):
    (tmp_path / "outside.csv").write_text("id,full_name\n1,Ann\n")
    home.map(ENTITY)
    (home.settings.landing / "owners_2026-01-01.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(IngestError, match="owners_2026-01-01.csv is a link that leaves the landing folder"):
        home.ingest()
