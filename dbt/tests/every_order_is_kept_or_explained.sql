{{ config(meta={'dagster': {'ref': {'name': 'fct_orders'}}}) }}

-- Orders in = fact rows + repetitions, and the same for what they are worth.
with delivered as (
    select 'erp' as source_system, order_id as source_order_id, total_amount
    from {{ ref('stg_erp__orders') }}
    union all
    select 'ecommerce' as source_system, shop_order_id as source_order_id, total_amount
    from {{ ref('stg_ecommerce__orders') }}
),

counted as (
    select
        count(*) as delivered_count,
        coalesce(sum(delivered.total_amount), 0) as delivered_amount,
        count(dropped.source_order_id) as explained_count,
        coalesce(sum(case when dropped.source_order_id is not null then delivered.total_amount end), 0) as explained_amount
    from delivered
    left join {{ ref('int_orders__dropped') }} as dropped
        on delivered.source_system = dropped.source_system and delivered.source_order_id = dropped.source_order_id
),

published as (
    select count(*) as published_count, coalesce(sum(original_amount), 0) as published_amount
    from {{ ref('fct_orders') }}
)

select *
from counted
cross join published
where
    delivered_count <> published_count + explained_count
    or delivered_amount <> published_amount + explained_amount
