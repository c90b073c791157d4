-- One shape for all that changes what is known of a customer, so that any past month is a running sum of it.
with first_of_category as (
    select customer_id, category, min(ordered_on) as ordered_on
    from {{ ref('fct_order_lines') }}
    where is_counted and customer_id is not null and category is not null
    group by customer_id, category
),

movements as (
    select
        customer_id,
        ordered_on as moved_on,
        order_count,
        discounted_count,
        known_discount_count,
        gross_amount as amount,
        0 as category_count,
        0 as complaint_count,
        0 as referral_count,
        0 as contact_count,
        -- A stage of the lifecycle begins with the first order, the order that makes loyal, and a return from silence.
        case
            when
                interval_days is null
                or interval_days >= {{ var('save_after_days') }}
                or (
                    orders_so_far >= {{ var('loyal_order_count') }}
                    and orders_so_far - order_count < {{ var('loyal_order_count') }}
                )
                then ordered_on
        end as stage_entered_on
    from {{ ref('int_purchase_days__numbered') }}
    union all
    select customer_id, refunded_on, 0, 0, 0, -refund_amount, 0, 0, 0, 0, null
    from {{ ref('fct_refunds') }}
    where is_counted and customer_id is not null
    union all
    select customer_id, ordered_on, 0, 0, 0, 0, 1, 0, 0, 0, null from first_of_category
    union all
    select customer_id, created_on, 0, 0, 0, 0, 0, 1, 0, 0, null
    from {{ ref('fct_tickets') }}
    where kind = 'complaint' and customer_id is not null
    union all
    select referrer_customer_id, created_on, 0, 0, 0, 0, 0, 0, 1, 0, null
    from {{ ref('fct_referrals') }}
    where referrer_customer_id is not null
    union all
    select customer_id, occurred_on, 0, 0, 0, 0, 0, 0, 0, count(*), null
    from {{ ref('customer_timeline') }}
    where contact_kind in ('ticket', 'interaction', 'survey', 'web_session', 'review')
    group by customer_id, occurred_on
)

select * from movements
