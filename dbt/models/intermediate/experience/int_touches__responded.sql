{{ config(materialized='table') }}

-- Orders before a touch stand beside those after it: who is written to buys more anyway.
with touches as (
    select
        touches.*,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        coalesce(customers.rfm_segment, 'unknown') as rfm_segment,
        coalesce(customers.value_tier, 'unknown') as value_tier,
        -- A channel that never reported an opening cannot: its touches say nothing about opening.
        max(case when touches.opened_at is not null then 1 else 0 end) over (partition by touches.channel) = 1 as is_opening_known,
        max(case when touches.clicked_at is not null then 1 else 0 end) over (partition by touches.channel) = 1 as is_click_known,
        max(case when touches.unsubscribed_at is not null then 1 else 0 end) over (partition by touches.channel) = 1 as is_unsubscribing_known,
        -- The days before and after a touch are compared where the orders of all of them are there.
        {{ add_days('touches.sent_on', var('conversion_window_days')) }} <= {{ as_of_date() }}
        and {{ add_days('touches.sent_on', -var('conversion_window_days')) }} >= delivered.orders_from_on as is_window_known,
        {{ add_days('touches.sent_on', var('large_order_window_days')) }} <= {{ as_of_date() }}
        and {{ add_days('touches.sent_on', -var('large_order_window_days')) }} >= delivered.orders_from_on as is_large_order_window_known
    from {{ ref('fct_campaign_touches') }} as touches
    cross join (select min(ordered_on) as orders_from_on from {{ ref('fct_orders') }}) as delivered
    left join {{ ref('int_customers__described') }} as customers on touches.customer_id = customers.customer_id
),

nearby as (
    select
        touches.touch_id,
        {{ days_between('touches.sent_on', 'orders.ordered_on') }} as days_after,
        orders.net_amount >= {{ var('large_order_amount') }} as is_large
    from touches
    inner join {{ ref('fct_orders') }} as orders on touches.customer_id = orders.customer_id
    where
        orders.is_counted
        and orders.ordered_on >= {{ add_days('touches.sent_on', -var('large_order_window_days')) }}
        and orders.ordered_on <= {{ add_days('touches.sent_on', var('large_order_window_days')) }}
),

orders as (
    select
        touch_id,
        count(case when days_after between 1 and {{ var('conversion_window_days') }} then 1 end) as later_order_count,
        count(case when days_after between -{{ var('conversion_window_days') }} and -1 then 1 end) as earlier_order_count,
        count(case when days_after > 0 and is_large then 1 end) as later_large_order_count,
        count(case when days_after < 0 and is_large then 1 end) as earlier_large_order_count
    from nearby
    group by touch_id
)

select
    touches.*,
    coalesce(orders.later_order_count, 0) > 0 as has_ordered_after,
    coalesce(orders.earlier_order_count, 0) > 0 as has_ordered_before,
    coalesce(orders.later_large_order_count, 0) > 0 as has_large_order_after,
    coalesce(orders.earlier_large_order_count, 0) > 0 as has_large_order_before
from touches
left join orders on touches.touch_id = orders.touch_id
