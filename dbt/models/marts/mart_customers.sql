with orders as (
    select
        *,
        frequency > 0 or {{ is_available('erp', 'orders') }} or {{ is_available('ecommerce', 'orders') }} as is_known
    from {{ ref('int_customer_orders__summarised') }}
),

churn as (
    select * from {{ ref('churn_scores') }}
    where as_of_date = {{ as_of_date() }}
),

clv as (
    select * from {{ ref('clv_scores') }}
    where as_of_date = {{ as_of_date() }}
),

segment_labels as (
    select * from {{ ref('labels') }}
    where domain = 'rfm_segment'
)

select
    customers.customer_id,
    customers.company_name,
    customers.industry,
    customers.contact_name,
    customers.phone,
    customers.registered_on,
    orders.last_ordered_on,
    case when orders.is_known then orders.monetary_amount end as cumulative_spend_amount,
    orders.recency_days,
    case when orders.is_known then orders.frequency end as frequency,
    case when orders.is_known then orders.monetary_amount end as monetary_amount,
    {{ money('orders.monetary_amount / nullif(orders.frequency, 0)') }} as average_order_amount,
    segments.rfm_segment,
    segment_labels.name_en as rfm_segment_name_en,
    segment_labels.name_zh as rfm_segment_name_zh,
    segments.is_churn_risk_tier,
    churn.churn_probability,
    churn.churn_probability >= {{ var('high_risk_probability') }} as is_high_churn_risk,
    {{ money('clv.clv_amount') }} as clv_amount,
    '{{ reporting_currency() }}' as currency,
    customers.customer_type,
    customers.owner_id,
    {{ as_of_date() }} as as_of_date
from {{ ref('dim_customers') }} as customers
inner join orders on customers.customer_id = orders.customer_id
left join {{ ref('int_customers__segmented') }} as segments on customers.customer_id = segments.customer_id
left join segment_labels on segments.rfm_segment = segment_labels.code
left join churn on customers.customer_id = churn.customer_id
left join clv on customers.customer_id = clv.customer_id
