{{ config(materialized='table') }}

with sold as (
    select
        sku,
        sum(unit_price_amount * quantity) / nullif(sum(quantity), 0) as mean_unit_price_amount
    from {{ ref('int_order_lines__valued') }}
    group by sku
),

known as (
    select sku from {{ ref('dim_products') }}
    union
    select sku from sold
),

priced as (
    select
        known.sku,
        products.product_name,
        products.category,
        products.subcategory,
        products.list_price,
        products.launched_on,
        products.sku is not null as is_listed,
        sold.mean_unit_price_amount
    from known
    left join {{ ref('dim_products') }} as products on known.sku = products.sku
    left join sold on known.sku = sold.sku
),

ranked as (
    select
        *,
        percent_rank() over (
            partition by category, mean_unit_price_amount is null
            order by mean_unit_price_amount
        ) as price_rank
    from priced
)

select
    sku,
    product_name,
    category,
    subcategory,
    list_price,
    launched_on,
    is_listed,
    mean_unit_price_amount,
    case
        when mean_unit_price_amount is null then null
        when price_rank < {{ var('price_band_low_below_rank') }} then 'low'
        when price_rank < {{ var('price_band_high_from_rank') }} then 'middle'
        else 'high'
    end as price_band
from ranked
