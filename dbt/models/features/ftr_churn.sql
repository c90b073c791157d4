with orders as (
    select * from {{ ref('int_churn_orders__measured') }}
),

refunds as (
    select * from {{ ref('int_churn_refunds__measured') }}
),

tickets as (
    select * from {{ ref('int_churn_tickets__measured') }}
),

categories as (
    select * from {{ ref('int_churn_categories__counted') }}
),

joined as (
    select
        orders.*,
        case when cutoffs.is_label_complete then labels.customer_id is null end as is_churned,
        case when {{ is_available('erp', 'refunds') }} then coalesce(refunds.refunded_amount, 0) end as refunded_amount,
        coalesce(refunds.recent_refunded_amount, 0) as recent_refunded_amount,
        refunds.latest_event_at as latest_refund_at,
        tickets.latest_event_at as latest_ticket_at,
        case when {{ is_available('tickets', 'tickets') }} then coalesce(tickets.complaint_count_180_days, 0) end
            as complaint_count_180_days,
        case when {{ is_available('tickets', 'tickets') }} then coalesce(tickets.unresolved_complaint_count, 0) end
            as unresolved_complaint_count,
        tickets.mean_response_hours,
        tickets.mean_satisfaction_score,
        categories.category_count,
        case customers.customer_type when 'business' then 1 when 'consumer' then 0 end as is_business
    from orders
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on orders.cutoff_on = cutoffs.cutoff_on
    inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
    left join {{ ref('int_churn_labels__observed') }} as labels
        on orders.customer_id = labels.customer_id and orders.cutoff_on = labels.cutoff_on
    left join refunds on orders.customer_id = refunds.customer_id and orders.cutoff_on = refunds.cutoff_on
    left join tickets on orders.customer_id = tickets.customer_id and orders.cutoff_on = tickets.cutoff_on
    left join categories on orders.customer_id = categories.customer_id and orders.cutoff_on = categories.cutoff_on
)

select
    customer_id,
    cutoff_on,
    is_churned,
    greatest(
        latest_event_at,
        coalesce(latest_refund_at, latest_event_at),
        coalesce(latest_ticket_at, latest_event_at)
    ) as latest_event_at,
    recency_days,
    frequency,
    cast(gross_amount - coalesce(refunded_amount, 0) as double) as monetary_amount,
    cast(gross_amount - coalesce(refunded_amount, 0) as double) / frequency as average_order_amount,
    tenure_days,
    orders_last_90_days,
    cast(recent_gross_amount - recent_refunded_amount as double) as amount_last_90_days,
    recency_days / nullif(mean_gap_days, 0) as order_gap_ratio,
    mean_gap_days,
    cast(refunded_amount as double) / nullif(cast(gross_amount as double), 0) as refund_share,
    cast(discount_amount as double) / nullif(cast(gross_amount + discount_amount as double), 0) as discount_share,
    complaint_count_180_days,
    unresolved_complaint_count,
    cast(mean_response_hours as double) as mean_response_hours,
    cast(mean_satisfaction_score as double) as mean_satisfaction_score,
    category_count,
    is_business
from joined
