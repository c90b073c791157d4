"""N8: whatever happens after a cut-off, the churn features at it stay as they were; and the proof itself is proven."""

import shutil

import duckdb
import pytest

CUTOFF = "timestamp '2025-10-03 16:00:00'"  # the end of 3 October in Shanghai
OUTCOMES = "is_churned, days_to_next_order, days_to_contract_end"
OF_LATER_ORDERS = f"order_id in (select order_id from marts.fct_orders where ordered_at >= {CUTOFF})"
# Later rows of each table of facts: which they are, and what is spoiled besides the customer.
LATER_ROWS = {
    "fct_order_lines": (OF_LATER_ORDERS, {"category": "'spoiled'"}),
    "fct_orders": (f"ordered_at >= {CUTOFF}", {"gross_amount": "gross_amount * 7", "discount_amount": "gross_amount"}),
    "fct_refunds": (f"refunded_at >= {CUTOFF}", {"refund_amount": "refund_amount * 7"}),
    "fct_tickets": (f"created_at >= {CUTOFF}", {"kind": "'complaint'", "satisfaction_score": "1"}),
    "fct_interactions": (f"occurred_at >= {CUTOFF}", {}),
    "fct_web_sessions": (f"ended_at >= {CUTOFF}", {"login_count": "99"}),
    "fct_survey_responses": (f"responded_at >= {CUTOFF}", {"score": "0"}),
}
SOME = "hash({key}) % 5 = 0"
# Earlier rows that meet another fate after the cut-off: orders cancelled or not, tickets answered and solved or not.
LATER_FATES = {
    "fct_orders": (
        f"ordered_at < {CUTOFF} and coalesce(cancelled_at >= {CUTOFF}, true)",
        {
            "is_counted": f"not {SOME.format(key='order_id')}",
            "cancelled_at": f"case when {SOME.format(key='order_id')} then {CUTOFF} end",
        },
    ),
    "fct_tickets": (
        f"created_at < {CUTOFF} and coalesce(resolved_at >= {CUTOFF}, true) and coalesce(closed_at >= {CUTOFF}, true)",
        {
            "first_response_at": f"case when first_response_at < {CUTOFF} then first_response_at "
            f"when {SOME.format(key='ticket_id')} then {CUTOFF} end",
            "resolved_at": f"case when {SOME.format(key='ticket_id')} then {CUTOFF} end",
            "satisfaction_score": "case when satisfaction_score is null then 1 end",
        },
    ),
}


@pytest.fixture(scope="module")
def build(company, tmp_path_factory):
    """A copy of the newest build; its table macro `churn_rows` computes the features up to the cut-off anew."""
    file = tmp_path_factory.mktemp("peeking") / "warehouse.duckdb"
    shutil.copyfile(company.settings.home / "build" / "warehouse.duckdb", file)
    compiled = (company.settings.home / "dbt").glob("*/compiled/guanxi/models/features/ftr_churn.sql")
    features = max(compiled, key=lambda path: path.stat().st_mtime)
    with duckdb.connect(file) as connection:
        for model in (features.parents[1] / "intermediate" / "churn").glob("*.sql"):
            make_view(connection, model.stem, model.read_text(encoding="utf-8"))
        rows = f"select * from ({features.read_text(encoding='utf-8')}) where cutoff_on < {CUTOFF}"
        connection.execute(f"create temp macro churn_rows() as table {rows}")
        yield connection


def make_view(connection, model: str, sql: str):
    """A table that the features read would not notice what is changed behind it."""
    if connection.execute("select * from duckdb_tables() where table_name = ?", [model]).fetchone():
        connection.execute(f"drop table intermediate.{model}")
        connection.execute(f"create view intermediate.{model} as {sql}")


def changed_by_the_future(build, columns: str, *, peeking_view: str | None = None) -> int:
    """Rows of `columns` that differ once the future is another; the build is left as it was."""
    build.execute("begin")
    if peeking_view:
        (sql,) = build.execute("select sql from duckdb_views() where view_name = ?", [peeking_view]).fetchone()
        peeking = sql.replace("cutoffs.cutoff_at", "(cutoffs.cutoff_at + interval 20 day)")
        peeking = peeking.replace("<= cutoffs.cutoff_on", "<= cutoffs.cutoff_on + 20")
        assert peeking != sql
        build.execute(peeking.replace("CREATE VIEW", "create or replace view", 1))
    build.execute("create temp table before as from churn_rows()")
    spoil_what_came_later(build)
    build.execute("create temp table after as from churn_rows()")
    before, after = (f"select customer_id, cutoff_on, {columns} from {table}" for table in ("before", "after"))
    differing = f"(({before} except {after}) union all ({after} except {before}))"
    (changed,) = build.execute(f"select count(*) from {differing}").fetchone()
    build.execute("rollback")
    return changed


def spoil_what_came_later(build):
    for table, (later, values) in LATER_ROWS.items():
        other = "coalesce(lead(customer_id) over (order by customer_id), min(customer_id) over ())"
        customers = f"(select distinct customer_id from marts.{table} where customer_id is not null)"
        build.execute(f"create temp table {table}_next as select customer_id, {other} as other from {customers}")
        update(build, table, later, {"customer_id": "other", **values}, whose=f"{table}_next")
    for table, (earlier, values) in LATER_FATES.items():
        update(build, table, earlier, values)


def update(build, table, where, values, *, whose: str | None = None):
    """Set the columns of `values`; `whose` is a table that gives every customer another one."""
    changes = ", ".join(f"{column} = {value}" for column, value in values.items())
    joined = f"from {whose} where {whose}.customer_id = {table}.customer_id and" if whose else "where"
    (rows,) = build.execute(f"update marts.{table} set {changes} {joined} {where}").fetchone()
    assert rows > 0, f"nothing of {table} was spoiled"


def test_another_future_changes_outcomes_and_no_feature(build):
    assert changed_by_the_future(build, OUTCOMES) > 500
    assert changed_by_the_future(build, f"* exclude (customer_id, cutoff_on, {OUTCOMES})") == 0


@pytest.mark.parametrize(
    "view",
    [
        "int_churn_orders__measured",
        "int_churn_refunds__measured",
        "int_churn_tickets__measured",
        "int_churn_contacts__measured",
        "int_churn_categories__counted",
    ],
)
def test_a_feature_that_peeks_is_found(build, view):
    assert changed_by_the_future(build, f"* exclude (customer_id, cutoff_on, {OUTCOMES})", peeking_view=view) > 10
