-- D2 and D3 are absolute and come first; then the high and low of each axis, D1, the amount's moved by D5.
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

extensions as (
    select
        customers.customer_id,
        coalesce(sizes.monetary_factor, 1) * coalesce(industries.monetary_factor, 1) as monetary_factor
    from {{ ref('dim_customers') }} as customers
    left join {{ ref('rfm_value_extension') }} as sizes
        on
            sizes.kind = 'size'
            and customers.employee_count >= sizes.employees_from
            and customers.employee_count < sizes.employees_below
    left join {{ ref('rfm_value_extension') }} as industries
        on industries.kind = 'industry' and substr(customers.industry_code, 1, 1) = industries.section_code
),

axes as (
    select
        months.*,
        months.recency_days <= high.recency_days as is_recent,
        months.frequency >= high.frequency as is_frequent,
        months.monetary_amount >= high.monetary_amount as is_monetary,
        months.monetary_amount >= high.monetary_amount * extensions.monetary_factor as is_valuable,
        months.recency_days >= risk.recency_days
        and months.frequency <= risk.frequency
        and months.monetary_amount <= risk.monetary_amount as is_churn_risk_tier
    from {{ ref('int_customer_months__scored') }} as months
    inner join extensions on months.customer_id = extensions.customer_id
    inner join thresholds as high on high.rule = 'high_axis'
    inner join thresholds as risk on risk.rule = 'churn_risk'
)

select
    *,
    case
        when frequency = 0 then null
        when is_recent and is_frequent and is_monetary then 'important_value'
        when is_churn_risk_tier then 'general_win_back'
        else concat(
            case when is_valuable then 'important_' else 'general_' end,
            case
                when is_recent and is_frequent then 'value'
                when is_recent then 'develop'
                when is_frequent then 'retain'
                else 'win_back'
            end
        )
    end as rfm_segment,
    case
        when frequency = 0 then null
        when is_recent and is_frequent and is_monetary then 'D2'
        when is_churn_risk_tier then 'D3'
        when is_valuable <> is_monetary then 'D5'
        else 'D1'
    end as rfm_rule
from axes
