-- Months of the calendar since the month of the first order; the running month is marked, it is not over.
with purchases as (
    select
        customer_id,
        cast(date_trunc('month', first_ordered_on) as date) as cohort_month,
        cast({{ months_between('first_ordered_on', 'ordered_on') }} as integer) as months_since,
        order_count,
        net_amount,
        case when orders_so_far >= 2 and orders_so_far - order_count < 2 then 1 else 0 end as is_second
    from {{ ref('int_purchase_days__numbered') }}
),

by_month as (
    select
        cohort_month,
        months_since,
        count(distinct customer_id) as active_customer_count,
        sum(order_count) as order_count,
        sum(net_amount) as net_amount,
        sum(is_second) as repeat_customer_count
    from purchases
    group by cohort_month, months_since
),

cohorts as (
    select cohort_month, active_customer_count as customer_count
    from by_month
    where months_since = 0
),

-- Months in which nobody of a cohort came are part of it.
months as (
    select
        cohorts.cohort_month,
        cohorts.customer_count,
        dates.month_starts_on,
        cast({{ months_between('cohorts.cohort_month', 'dates.month_starts_on') }} as integer) as months_since
    from cohorts
    inner join (select distinct month_starts_on from {{ ref('dim_dates') }} where date_on <= {{ as_of_date() }}) as dates
        on cohorts.cohort_month <= dates.month_starts_on
)

select
    months.cohort_month,
    months.months_since,
    months.customer_count,
    coalesce(by_month.active_customer_count, 0) as active_customer_count,
    cast(coalesce(by_month.active_customer_count, 0) as double) / months.customer_count as retention_rate,
    cast(coalesce(by_month.order_count, 0) as bigint) as order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('coalesce(by_month.net_amount, 0)') }} as net_amount,
    {{ money('sum(coalesce(by_month.net_amount, 0)) over so_far') }} as cumulative_net_amount,
    cast(sum(coalesce(by_month.repeat_customer_count, 0)) over so_far as bigint) as repeat_customer_count,
    cast(sum(coalesce(by_month.repeat_customer_count, 0)) over so_far as double) / months.customer_count as repurchase_rate,
    last_day(months.month_starts_on) <= {{ as_of_date() }} as is_complete
from months
left join by_month on months.cohort_month = by_month.cohort_month and months.months_since = by_month.months_since
window so_far as (partition by months.cohort_month order by months.months_since)
