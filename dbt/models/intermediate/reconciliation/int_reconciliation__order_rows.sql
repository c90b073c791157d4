-- An order that another row tells too is dropped, and so are its lines; lines of an order that nobody has are no sale.
with dropped_orders as (
    select concat(source_system, '.orders') as subject, count(*) as dropped_count
    from {{ ref('int_orders__dropped') }}
    group by source_system
),

published_orders as (
    select concat(source_system, '.orders') as subject, count(*) as published_count
    from {{ ref('fct_orders') }}
    group by source_system
),

delivered_orders as (
    select 'erp.orders' as subject, count(*) as delivered_count from {{ ref('stg_erp__orders') }}
    union all
    select 'ecommerce.orders' as subject, count(*) as delivered_count from {{ ref('stg_ecommerce__orders') }}
),

lines as (
    select 'erp' as source_system, order_id as source_order_id from {{ ref('stg_erp__order_lines') }}
    union all
    select 'ecommerce' as source_system, shop_order_id as source_order_id from {{ ref('stg_ecommerce__order_items') }}
),

line_rows as (
    select
        count(*) as delivered_count,
        sum(case when matched.is_kept then 0 else 1 end) as explained_count
    from lines
    left join {{ ref('int_orders__matched') }} as matched
        on lines.source_system = matched.source_system and lines.source_order_id = matched.source_order_id
)

select
    delivered_orders.subject,
    delivered_orders.delivered_count as source_value,
    coalesce(dropped_orders.dropped_count, 0) as explained_value,
    coalesce(published_orders.published_count, 0) as published_value
from delivered_orders
left join dropped_orders on delivered_orders.subject = dropped_orders.subject
left join published_orders on delivered_orders.subject = published_orders.subject
union all
select
    'order lines' as subject,
    delivered_count as source_value,
    coalesce(explained_count, 0) as explained_value,
    (select count(*) from {{ ref('fct_order_lines') }}) as published_value
from line_rows
