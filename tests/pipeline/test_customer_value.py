"""The value marts against pandas and against what the demo planted."""

import pandas as pd
import pytest
from support.company import NEXT_DAY

from dagster_project.examples.customer_figures import PUBLISHED, customer_figures


def test_every_customer_with_an_order_is_in_one_rfm_class_at_every_date(published):
    late, months = published.execute(
        """
        select count(*) filter (where rfm.count is distinct from facts.count), count(*)
        from (
            select months.as_of_date, count(distinct orders.customer_id) as count
            from (select distinct as_of_date from marts.fct_customer_months) as months
            inner join marts.fct_orders as orders on orders.is_counted and orders.ordered_on <= months.as_of_date
            group by all
        ) as facts
        left join (select as_of_date, count(*) as count from marts.mart_rfm group by all) as rfm using (as_of_date)
        """
    ).fetchone()
    assert (late, months > 13) == (0, True)


def test_migration_leads_from_each_month_to_the_next(published):
    gone = published.execute(
        """
        select count(*) from (
            select as_of_date, to_segment as segment, sum(customer_count) from marts.mart_rfm_migration group by all
            except
            select as_of_date, rfm_segment, count(*) from marts.mart_rfm group by all
        )
        """
    ).fetchone()
    assert gone == (0,)


def test_cohort_retention_equals_a_computation_in_pandas(published):
    orders = published.sql(
        "select customer_id, ordered_on, net_amount from marts.fct_orders where is_counted and customer_id is not null"
    ).df()
    orders["month"] = orders.ordered_on.dt.to_period("M")
    orders["cohort"] = orders.groupby("customer_id").month.transform("min")
    orders["since"] = (orders.month.astype("int64") - orders.cohort.astype("int64")).astype(int)
    expected = orders.groupby(["cohort", "since"]).agg(active=("customer_id", "nunique"), amount=("net_amount", "sum"))
    size = expected.active.xs(0, level="since")
    found = published.sql("select * from marts.mart_cohort_retention where active_customer_count > 0").df()
    found["cohort"] = pd.PeriodIndex(found.cohort_month, freq="M")
    found = found.set_index(["cohort", "months_since"]).sort_index()
    assert len(found) == len(expected) > 250
    assert found.active_customer_count.tolist() == expected.active.tolist()
    assert found.net_amount.astype(float).tolist() == pytest.approx(expected.amount.astype(float).tolist())
    rates = expected.active / size.reindex(expected.index.get_level_values("cohort")).to_numpy()
    assert found.retention_rate.tolist() == pytest.approx(rates.tolist())


def test_shares_and_transitions_are_whole(published):
    whole = """
        select
            (select abs(sum(spend_share) - 1) < 1e-9 from marts.mart_contribution),
            (select count(distinct contribution_class) = 3 from marts.mart_contribution),
            (select bool_and(abs(total - 1) < 1e-9) from (
                select sum(share_of_from) as total from marts.mart_lifecycle_transitions group by as_of_date, from_stage
            )),
            (select bool_and(survival_rate between 0.2 and 0.99) from marts.mart_survival where customer_type = 'all')
    """
    assert published.execute(whole).fetchone() == (True, True, True, True)


def test_who_buys_on_discount_is_found(published, company):
    """Of customers with many orders, the planted price-sensitive ones are told from the others."""
    truth = company.settings.truth
    found, missed, wrong, right = published.execute(
        f"""
        with people as (
            select distinct months.customer_id, months.is_price_sensitive as told, people.is_price_sensitive as planted
            from marts.fct_customer_months as months
            inner join marts.customer_identifiers as identifiers using (customer_id)
            inner join read_parquet('{truth}/records.parquet') as records
                on records.system = identifiers.record_system and records.record_id = identifiers.record_id
            inner join read_parquet('{truth}/customers.parquet') as people using (true_customer_id)
            where months.as_of_date = date '{NEXT_DAY}' and months.frequency >= 8
        )
        select
            count(*) filter (where told and planted), count(*) filter (where not told and planted),
            count(*) filter (where told and not planted), count(*) filter (where not told and not planted)
        from people
        """
    ).fetchone()
    assert found > 50 and found / (found + missed) > 0.85 and wrong / (wrong + right) < 0.15


def test_silent_churn_is_what_the_planted_complaints_leave_over(published, company):
    """The rate is that of the true complaints of the churned, give or take tickets in quarantine."""
    truth = company.settings.truth
    silent, true = published.execute(
        f"""
        with complained as (
            select distinct identifiers.customer_id
            from read_parquet('{truth}/tickets.parquet') as tickets
            inner join read_parquet('{truth}/records.parquet') as records using (true_customer_id)
            inner join marts.customer_identifiers as identifiers
                on records.system = identifiers.record_system and records.record_id = identifiers.record_id
            where tickets.kind = 'complaint' and tickets.business_date <= date '{NEXT_DAY}'
        )
        select avg(cast(is_silent_churn as int)), avg(cast(complained.customer_id is null as int))
        from marts.mart_churn_profile
        left join complained using (customer_id)
        where is_churned
        """
    ).fetchone()
    assert silent == pytest.approx(true, abs=0.03)


def test_the_marts_say_what_pandas_counts_of_the_same_orders(published):
    """The figures that the examples' marts are held against, here on the demo company's own orders."""
    orders = published.sql("""
        select
            customer_id as customer, cast(ordered_on as timestamp) as "on",
            cast(gross_amount * 10000 as bigint) as amount
        from marts.fct_orders where is_counted and customer_id is not null
    """).df()
    refunds = published.sql("""
        select customer_id as customer, cast(refund_amount * 10000 as bigint) as amount
        from marts.fct_refunds where is_counted and customer_id is not null
    """).df()
    expected = customer_figures(orders, refunds, NEXT_DAY)
    found = {figure: published.execute(query).fetchone()[0] for figure, query in PUBLISHED.items()}
    assert found == expected


def test_the_planted_silent_churn_is_that_of_who_truly_left(published, company):
    """Without an order for 90 days are slow buyers too, who are not lost and hardly ever complain."""
    truth = company.settings.truth
    lost, slow, silent_for_long, planted = published.execute(
        f"""
        with people as (
            select distinct identifiers.customer_id, people.dropped_at <= timestamp '{NEXT_DAY}' as is_lost
            from read_parquet('{truth}/customers.parquet') as people
            inner join read_parquet('{truth}/records.parquet') as records using (true_customer_id)
            inner join marts.customer_identifiers as identifiers
                on records.system = identifiers.record_system and records.record_id = identifiers.record_id
        )
        select
            avg(cast(is_silent_churn as int)) filter (where is_lost),
            avg(cast(is_silent_churn as int)) filter (where not coalesce(is_lost, false)),
            avg(cast(is_silent_churn as int)) filter (where silence_ratio >= 3),
            (
                select avg(cast(true_customer_id not in (
                    select true_customer_id from read_parquet('{truth}/tickets.parquet')
                    where kind = 'complaint' and business_date <= date '{NEXT_DAY}'
                ) as int))
                from read_parquet('{truth}/customers.parquet') where dropped_at <= timestamp '{NEXT_DAY}'
            )
        from marts.mart_churn_profile
        inner join people using (customer_id)
        where is_churned
        """
    ).fetchone()
    assert lost == pytest.approx(planted, abs=0.03)
    assert slow > lost + 0.3
    assert silent_for_long == pytest.approx(planted, abs=0.06)


def test_churn_has_one_definition(published):
    """The metric, the groups and the customers' own flags count the same people."""
    lapsed, asked, churned, buyers = published.execute(
        "select count_if(has_lapsed), count(has_lapsed), count_if(is_churned), count(*) from marts.mart_churn_profile"
    ).fetchone()
    values = published.execute(
        f"""
        select metric, cast(numerator as bigint), cast(denominator as bigint) from metrics.metric_values
        where dimension = 'all' and period_start = date_trunc('month', date '{NEXT_DAY}')
            and metric in ('churn_rate', 'churned_customer_share')
        """
    ).fetchall()
    assert sorted(values) == [("churn_rate", lapsed, asked), ("churned_customer_share", churned, buyers)]
    groups = published.execute(
        "select churned_customer_count, customer_count from marts.mart_churn_groups "
        f"where dimension = 'all' and as_of_date = date '{NEXT_DAY}'"
    ).fetchall()
    assert groups == [(lapsed, asked)]
