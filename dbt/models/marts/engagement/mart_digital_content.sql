-- C30, C32: features, pages and articles by use within the last days.
with events as (
    select
        case
            when kind = 'feature_use' and feature is not null then 'feature'
            when kind = 'product_view' and sku is not null then 'product'
            when kind = 'page_view' and page is not null then 'page'
        end as item_kind,
        case kind when 'feature_use' then feature when 'product_view' then sku when 'page_view' then page end as item,
        user_id
    from {{ ref('stg_ecommerce__events') }}
    where {{ business_date('occurred_at') }} > {{ add_days(as_of_date(), -var('pain_point_window_days')) }}
),

active as (
    select count(distinct user_id) as active_user_count from events
),

items as (
    select
        item_kind,
        item,
        count(*) as use_count,
        count(distinct user_id) as user_count
    from events
    where item_kind is not null
    group by item_kind, item
)

select
    items.item_kind,
    items.item,
    items.use_count,
    items.user_count as numerator,
    active.active_user_count as denominator,
    items.user_count / cast(nullif(active.active_user_count, 0) as double) as use_rate,
    items.use_count / cast(nullif(items.user_count, 0) as double) as uses_per_user,
    rank() over (partition by items.item_kind order by items.use_count desc) as popularity_rank,
    items.user_count < {{ var('small_group_customers') }} as is_small_group,
    {{ as_of_date() }} as as_of_date
from items
cross join active
