"""The value marts against pandas and against what the demo planted."""

import duckdb
import pandas as pd
import pytest
from support.company import NEXT_DAY


@pytest.fixture(scope="module")
def published(company):
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as connection:
        yield connection


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
    assert (late, months) == (0, 25)


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
