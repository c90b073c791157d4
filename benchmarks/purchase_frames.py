"""The feature frames of lifetime value out of plain purchases, by the definitions of `features.ftr_clv*`."""

from datetime import date, timedelta

import duckdb
import pandas as pd

HISTORY = """
    select
        customer_id,
        customer_type,
        count(*) - 1 as frequency,
        max(bought_on) - min(bought_on) as recency_days,
        date '{day}' - min(bought_on) as age_days,
        sum(amount) as total_amount,
        {holdout} as recent_days,
        coalesce(sum(amount) filter (bought_on > date '{day}' - {holdout}), 0) as recent_amount,
        sum(amount) filter (number > 1) / nullif(count(*) - 1, 0) as mean_repeat_amount
    from days
    where bought_on <= date '{day}'
    group by customer_id, customer_type
"""


def frames(
    purchases: str, *, day: date, holdout: int = 180, connection: duckdb.DuckDBPyConnection | None = None
) -> dict[str, pd.DataFrame]:
    """`features`, `backtest` and `gaps` for `train_clv` as of a day.

    `purchases` is a query of customer_id, customer_type, bought_on and amount, on `connection` or on files.
    """
    with (connection or duckdb.connect()).cursor() as connection:
        connection.execute(f"""
            create temp table days as
            select *, row_number() over (partition by customer_id order by bought_on) as number
            from (
                select customer_id, customer_type, bought_on, cast(sum(amount) as double) as amount
                from ({purchases})
                group by all
            )
        """)
        begin = day - timedelta(days=holdout)
        backtest = f"""
            select history.*, {holdout} as holdout_days, coalesce(later.purchases, 0) as holdout_purchase_count,
                coalesce(later.amount, 0) as holdout_amount
            from ({HISTORY.format(day=begin, holdout=holdout)}) as history
            left join (
                select customer_id, count(*) as purchases, sum(amount) as amount
                from days where bought_on > date '{begin}' and bought_on <= date '{day}' group by customer_id
            ) as later using (customer_id)
        """
        gaps = "\nunion all\n".join(
            f"""
            select {is_backtest} as is_backtest, customer_type, is_open, count(*) as gap_count,
                (coalesce(next_on, date '{seen}') - bought_on) // 10 as silent_periods
            from (
                select *, lead(bought_on) over (partition by customer_id order by bought_on) as next_on,
                    next_on is null as is_open
                from days where bought_on <= date '{seen}'
            )
            group by all
            """
            for is_backtest, seen in ((False, day), (True, begin))
        )
        queries = {"features": HISTORY.format(day=day, holdout=holdout), "backtest": backtest, "gaps": gaps}
        return {name: connection.execute(query).df() for name, query in queries.items()}
