"""What is published equals the planted truth once the dirt is removed."""

import json

import duckdb
import pandas as pd
import pytest
from support.company import HISTORY_DAY, NEXT_DAY

from benchmarks.clv_truth import planted_value, reached_and_reachable, true_expectation
from benchmarks.purchase_frames import frames

DAYS = (HISTORY_DAY, NEXT_DAY)


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request, company):
    """A connection that sees one published day as `main` and the truth known by that day as `true_...` views."""
    connection = duckdb.connect(company.files[request.param], read_only=True)
    known = {"orders": "* replace (is_cancelled and final_business_date <= {day} as is_cancelled)"}
    for table in ("orders", "refunds", "tickets"):
        path, day = company.settings.truth / f"{table}.parquet", f"date '{request.param}'"
        columns = known.get(table, "*").format(day=day)
        rows = f"select {columns} from read_parquet('{path}') where business_date <= {day}"
        connection.execute(f"create temp view true_{table} as {rows}")
    yield connection
    connection.close()


def one_row(connection, sql):
    return connection.execute(sql).fetchone()


def test_orders_are_counted_once_to_the_cent(day):
    true = "select count(*), sum(total_amount) from true_orders where not is_quarantined and not is_cancelled"
    published = "select count(*), sum(gross_amount) from marts.fct_orders where is_counted"
    assert one_row(day, published) == one_row(day, true)


def test_cancelled_orders_are_kept_and_not_counted(day):
    true = "select count(*) from true_orders where not is_quarantined and is_cancelled"
    assert one_row(day, "select count(*) from marts.fct_orders where not is_counted") == one_row(day, true)


def test_every_order_is_the_true_one_on_its_true_day(day):
    wrong = one_row(
        day,
        """
        select count(*)
        from marts.fct_orders
        left join true_orders on fct_orders.order_id in (erp_order_id, 'shop-' || true_orders.shop_order_id)
        where true_orders.true_order_id is null
            or fct_orders.gross_amount <> true_orders.total_amount
            or fct_orders.ordered_on <> cast(true_orders.ordered_at as date)
        """,
    )
    assert wrong == (0,)


def test_refunds_are_counted_once_to_the_cent(day):
    true = "select count(*), sum(amount) from true_refunds where not is_quarantined"
    assert one_row(day, "select count(*), sum(refund_amount) from marts.fct_refunds") == one_row(day, true)


def test_tickets_are_the_true_ones_less_those_in_quarantine(day, company):
    dirt = company.settings.truth / "dirt.parquet"
    broken = f"""
        select record_key from read_parquet('{dirt}')
        where system = 'tickets' and entity = 'tickets' and expected = 'quarantine'
    """
    true = f"select count(*) from true_tickets where ticket_id not in ({broken})"
    assert one_row(day, "select count(*) from marts.fct_tickets") == one_row(day, true)


def test_lines_of_the_erp_sum_to_their_orders_and_those_of_the_shop_to_no_less(day):
    """The shop's lines carry prices before the coupon, which it states nowhere else."""
    differences = """
        select
            count(*) filter (where source_system = 'erp') > 10000 as has_compared,
            count(*) filter (where source_system = 'erp' and gross_amount <> line_amount) as different,
            count(*) filter (where line_amount < gross_amount) as less
        from marts.fct_orders
        inner join (
            select order_id, sum(line_amount) as line_amount from marts.fct_order_lines group by order_id
        ) using (order_id)
    """
    assert one_row(day, differences) == (True, 0, 0)


def artifact(company, model, version):
    return json.loads((company.settings.artifacts / model / version / "metadata.json").read_text())


def test_churn_is_ranked_better_than_by_recency_alone(day, company):
    (version,) = one_row(day, "select max_by(model_version, as_of_date) from ml.churn_scores")
    metrics = artifact(company, "churn", version)["metrics"]
    assert metrics["model"]["auc"] > metrics["baseline"]["auc"] + 0.01
    assert metrics["model"]["log_loss"] < metrics["baseline"]["log_loss"]


def test_customers_who_truly_left_are_scored_as_riskier(day, company):
    truth = company.settings.truth
    auc = one_row(
        day,
        f"""
        with scored as (
            select churn_probability, any_value(customers.dropped_at < scores.as_of_date) as has_left
            from ml.churn_scores as scores
            inner join read_parquet('{truth}/records.parquet') as records
                on scores.customer_id = records.system || '-' || records.record_id
            inner join read_parquet('{truth}/customers.parquet') as customers using (true_customer_id)
            where scores.as_of_date = (select max(as_of_date) from meta.builds)
            group by scores.customer_id, churn_probability
        ),
        ranked as (
            select coalesce(has_left, false) as has_left, rank() over (order by churn_probability)
                + (count(*) over (partition by churn_probability) - 1) / 2.0 as position
            from scored
        )
        select (sum(position) filter (where has_left) - count_if(has_left) * (count_if(has_left) + 1) / 2.0)
            / (count_if(has_left) * count_if(not has_left))
        from ranked
        """,
    )[0]
    assert auc > 0.8


@pytest.mark.parametrize(("customer_type", "planted_r"), [("consumer", 1.4), ("business", 1.8)])
def test_bg_nbd_recovers_the_planted_purchase_process(day, company, customer_type, planted_r):
    planted = json.loads((company.settings.truth / "parameters.json").read_text())["parameters"][customer_type]
    assert planted["r"] == planted_r
    (version,) = one_row(day, "select max_by(model_version, as_of_date) from ml.clv_scores")
    fitted = artifact(company, "clv", version)["metrics"]["groups"][customer_type]["bg_nbd"]
    assert fitted["r"] == pytest.approx(planted["r"], rel=0.25)
    assert fitted["r"] / fitted["alpha"] == pytest.approx(planted["r"] / planted["alpha"], rel=0.15)
    fitted_dropout = fitted["a"] / (fitted["a"] + fitted["b"])
    assert fitted_dropout == pytest.approx(planted["a"] / (planted["a"] + planted["b"]), rel=0.35)


def test_who_has_left_lately_is_in_the_alarms_of_falling_value_from_the_first_night_on(day, company):
    """F12: of those lost one to four months ago most are listed, of those who are still there few."""
    truth, (as_of,) = company.settings.truth, one_row(day, "select max(as_of_date) from meta.builds")
    left, stayed = one_row(
        day,
        f"""
        with people as (
            select ids.customer_id, max(dropped_at) as dropped_at, count(distinct records.true_customer_id) as people
            from marts.customer_identifiers as ids
            inner join read_parquet('{truth}/records.parquet') as records
                on ids.record_system = records.system and ids.record_id = records.record_id
            inner join read_parquet('{truth}/customers.parquet') using (true_customer_id)
            group by all
        )

        select
            avg(cast(alarms.customer_id is not null as int)) filter (
                dropped_at between date '{as_of}' - interval 120 day and date '{as_of}' - interval 30 day
            ),
            avg(cast(alarms.customer_id is not null as int)) filter (coalesce(dropped_at > date '{as_of}', true))
        from ml.clv_scores as scores
        inner join people on scores.customer_id = people.customer_id and people.people = 1
        left join ml.clv_decay_alarms as alarms on scores.customer_id = alarms.customer_id
        where scores.as_of_date = date '{as_of}' and scores.clv_amount_before is not null
        """,
    )
    assert left > 0.5 and stayed < 0.2


def test_lifetime_value_orders_customers_as_nearly_to_the_truth_as_the_planted_parameters_can(day, company):
    """At least 0.9 of the Spearman correlation with the true expected value that the planted parameters reach."""
    truth = company.settings.truth
    (as_of,) = one_row(day, "select max(as_of_date) from meta.builds")
    purchases = """
        select customer_id, customer_type, ordered_on as bought_on, net_amount as amount
        from marts.fct_orders inner join marts.dim_customers using (customer_id)
        where is_counted
    """
    features = frames(purchases, day=as_of, connection=day)["features"]
    scores = day.execute("select customer_id, clv_amount from ml.clv_scores where as_of_date = ?", [as_of]).df()
    records = pd.read_parquet(truth / "records.parquet", columns=["system", "record_id", "true_customer_id"])
    expected = records["true_customer_id"].map(true_expectation(truth, as_of, 365))
    true = pd.Series(expected.to_numpy(), records["system"] + "-" + records["record_id"])
    planted = planted_value(features, json.loads((truth / "parameters.json").read_text())["parameters"], 365)
    reached, reachable = reached_and_reachable(scores.set_index("customer_id")["clv_amount"], planted, true)
    assert len(scores) > 1000
    assert reached >= 0.9 * reachable > 0.5
