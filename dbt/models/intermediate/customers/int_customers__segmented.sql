with thresholds as (
    select
        thresholds.rule,
        thresholds.recency_days,
        thresholds.frequency,
        thresholds.monetary_amount * rates.rate as monetary_amount
    from {{ ref('rfm_thresholds') }} as thresholds
    inner join {{ ref('int_exchange_rates__spanned') }} as rates
        on
            thresholds.currency = rates.currency
            and {{ as_of_date() }} >= rates.valid_from
            and {{ as_of_date() }} < rates.valid_until
),

axes as (
    select
        customers.customer_id,
        customers.recency_days <= high.recency_days as is_recent,
        customers.frequency >= high.frequency as is_frequent,
        customers.monetary_amount >= high.monetary_amount as is_monetary,
        customers.recency_days >= risk.recency_days
        and customers.frequency <= risk.frequency
        and customers.monetary_amount <= risk.monetary_amount as is_churn_risk_tier
    from {{ ref('int_customer_orders__summarised') }} as customers
    inner join thresholds as high on high.rule = 'high_axis'
    inner join thresholds as risk on risk.rule = 'churn_risk'
    where customers.frequency > 0
)

select
    customer_id,
    concat(
        case when is_monetary then 'important_' else 'general_' end,
        case
            when is_recent and is_frequent then 'value'
            when is_recent then 'develop'
            when is_frequent then 'retain'
            else 'win_back'
        end
    ) as rfm_segment,
    is_churn_risk_tier
from axes
