{{ config(meta={'dagster': {'ref': {'name': 'fct_order_lines'}}}) }}

-- Lines in = fact rows + lines of repeated orders + lines of orders that are not known.
with delivered as (
    select 'erp' as source_system, order_id as source_order_id from {{ ref('stg_erp__order_lines') }}
    union all
    select 'ecommerce' as source_system, shop_order_id as source_order_id from {{ ref('stg_ecommerce__order_items') }}
),

counted as (
    select
        count(*) as delivered_count,
        count(case when matched.is_kept is null or not matched.is_kept then 1 end) as explained_count
    from delivered
    left join {{ ref('int_orders__matched') }} as matched
        on delivered.source_system = matched.source_system and delivered.source_order_id = matched.source_order_id
),

published as (
    select count(*) as published_count from {{ ref('fct_order_lines') }}
)

select *
from counted
cross join published
where delivered_count <> published_count + explained_count
