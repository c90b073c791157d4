with kept as (
    select * from {{ ref('int_orders__matched') }}
    where is_kept
),

lines as (
    select
        'erp' as source_system,
        order_id as source_order_id,
        line_number,
        sku,
        quantity,
        unit_price,
        discount_amount,
        line_amount
    from {{ ref('stg_erp__order_lines') }}
    union all
    select
        'ecommerce' as source_system,
        items.shop_order_id as source_order_id,
        items.line_number,
        items.sku,
        items.quantity,
        items.unit_price,
        {{ money('discounts.discount_amount') }} as discount_amount,
        cast(null as decimal(18, 4)) as line_amount
    from {{ ref('stg_ecommerce__order_items') }} as items
    left join {{ ref('int_shop_order_items__discounted') }} as discounts
        on items.shop_order_id = discounts.shop_order_id and items.line_number = discounts.line_number
)

select
    kept.kept_order_id as order_id,
    lines.line_number,
    lines.sku,
    lines.quantity,
    lines.unit_price,
    lines.discount_amount,
    -- As booked where the source says it: a unit price is rounded, and a line such as a coupon slip may have no quantity.
    case
        when lines.line_amount is not null then lines.line_amount
        else {{ money('lines.quantity * lines.unit_price - coalesce(lines.discount_amount, 0)') }}
    end as line_amount
from lines
inner join kept
    on lines.source_system = kept.source_system and lines.source_order_id = kept.source_order_id
