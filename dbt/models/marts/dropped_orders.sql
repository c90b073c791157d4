with delivered as (
    select
        'erp' as source_system,
        order_id as source_order_id,
        {{ business_date('ordered_at') }} as ordered_on,
        status,
        currency,
        total_amount
    from {{ ref('stg_erp__orders') }}
    union all
    select
        'ecommerce' as source_system,
        shop_order_id as source_order_id,
        {{ business_date('placed_at') }} as ordered_on,
        status,
        currency,
        total_amount
    from {{ ref('stg_ecommerce__orders') }}
)

select
    dropped.source_system,
    dropped.source_order_id,
    dropped.kept_order_id,
    dropped.dedup_rule,
    delivered.ordered_on,
    delivered.status,
    delivered.currency as original_currency,
    delivered.total_amount as original_amount
from {{ ref('int_orders__dropped') }} as dropped
inner join delivered
    on dropped.source_system = delivered.source_system and dropped.source_order_id = delivered.source_order_id
