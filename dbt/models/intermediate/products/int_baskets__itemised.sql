{{ config(materialized='table') }}

with articles as (
    select distinct order_id, sku
    from {{ ref('fct_order_lines') }}
    where is_counted
),

categories as (
    select distinct order_id, category
    from {{ ref('fct_order_lines') }}
    where is_counted and category is not null
)

select 'sku' as item_kind, order_id as basket_id, sku as item from articles
union all
select 'category' as item_kind, order_id as basket_id, category as item from categories
