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
    months.rfm_segment,
    segment_labels.name_en as rfm_segment_name_en,
    segment_labels.name_zh as rfm_segment_name_zh,
    months.is_churn_risk_tier,
    churn.churn_probability,
    churn.churn_probability >= {{ var('high_risk_probability') }} as is_high_churn_risk,
    {{ money('clv.clv_amount') }} as clv_amount,
    '{{ reporting_currency() }}' as currency,
    customers.customer_type,
    customers.owner_id,
    {{ as_of_date() }} as as_of_date,
    customers.province,
    customers.macro_region,
    customers.membership_level,
    customers.acquisition_channel,
    customers.group_customer_id,
    orders.first_ordered_on,
    months.r_score,
    months.f_score,
    months.m_score,
    months.rfm_rule,
    months.orders_last_365_days,
    months.amount_last_365_days,
    months.is_top_decile,
    months.value_tier,
    months.service_tier,
    months.spending_power,
    months.lifecycle_stage,
    months.stage_entered_on,
    months.is_churned,
    months.is_price_sensitive,
    months.category_count,
    cycles.mean_interval_days,
    cycles.expected_next_order_on,
    cycles.overdue_days,
    loyalty.loyalty_score,
    loyalty.loyalty_tier,
    contacts.preferred_channel,
    months.contacts_last_365_days,
    contacts.last_contact_on,
    contacts.ticket_count,
    contacts.open_ticket_count,
    months.complaint_count,
    contacts.mean_satisfaction_score,
    contacts.nps_class,
    months.referral_count
from {{ ref('dim_customers') }} as customers
inner join orders on customers.customer_id = orders.customer_id
left join {{ ref('fct_customer_months') }} as months
    on customers.customer_id = months.customer_id and months.as_of_date = {{ as_of_date() }}
left join {{ ref('mart_purchase_cycles') }} as cycles on customers.customer_id = cycles.customer_id
left join {{ ref('mart_loyalty') }} as loyalty on customers.customer_id = loyalty.customer_id
left join {{ ref('int_customer_contacts__summarised') }} as contacts on customers.customer_id = contacts.customer_id
left join segment_labels on months.rfm_segment = segment_labels.code
left join churn on customers.customer_id = churn.customer_id
left join clv on customers.customer_id = clv.customer_id
