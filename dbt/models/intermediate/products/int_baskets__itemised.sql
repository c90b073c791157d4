{{ config(materialized='table') }}

select distinct 'sku' as item_kind, order_id as basket_id, sku as item
from {{ ref('fct_order_lines') }}
where is_counted
union all
select distinct 'category' as item_kind, order_id as basket_id, category as item
from {{ ref('fct_order_lines') }}
where is_counted and category is not null
