{%- set recent_begins_after = add_days(as_of_date(), '-' ~ var('product_recent_window_days')) -%}
{%- set previous_begins_after = add_days(as_of_date(), '-' ~ 2 * var('product_recent_window_days')) -%}

with lines as (
    select * from {{ ref('int_order_lines__valued') }}
),

sales as (
    select
        sku,
        sum(quantity) as quantity,
        sum(net_amount) as net_amount,
        sum(case when ordered_on > {{ recent_begins_after }} then net_amount else 0 end) as recent_net_amount,
        sum(
            case when ordered_on > {{ previous_begins_after }} and ordered_on <= {{ recent_begins_after }} then net_amount else 0 end
        ) as previous_net_amount,
        min(ordered_on) as first_sold_on,
        max(ordered_on) as last_sold_on
    from lines
    group by sku
),

orders as (
    select item as sku, count(*) as order_count
    from {{ ref('int_baskets__itemised') }}
    where item_kind = 'sku'
    group by item
),

purchase_days as (
    select distinct sku, customer_id, ordered_on
    from lines
    where customer_id is not null
),

buyers as (
    select
        sku,
        customer_id,
        count(*) as purchase_day_count,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} as span_days
    from purchase_days
    group by sku, customer_id
),

repeats as (
    select
        sku,
        count(*) as customer_count,
        sum(case when purchase_day_count > 1 then 1 else 0 end) as repeat_customer_count,
        sum(span_days) / nullif(sum(purchase_day_count - 1), 0) as purchase_cycle_days
    from buyers
    group by sku
),

views as (
    select sku, count(*) as view_count
    from {{ ref('stg_ecommerce__events') }}
    where kind = 'product_view' and sku is not null
    group by sku
),

measured as (
    select
        products.*,
        coalesce(orders.order_count, 0) as order_count,
        coalesce(repeats.customer_count, 0) as customer_count,
        coalesce(repeats.repeat_customer_count, 0) as repeat_customer_count,
        repeats.purchase_cycle_days,
        coalesce(sales.quantity, 0) as quantity,
        coalesce(sales.net_amount, 0) as net_amount,
        coalesce(sales.recent_net_amount, 0) as recent_net_amount,
        coalesce(sales.previous_net_amount, 0) as previous_net_amount,
        sales.first_sold_on,
        sales.last_sold_on,
        case when {{ is_available('ecommerce', 'events') }} then coalesce(views.view_count, 0) end as product_view_count
    from {{ ref('int_products__banded') }} as products
    left join sales on products.sku = sales.sku
    left join orders on products.sku = orders.sku
    left join repeats on products.sku = repeats.sku
    left join views on products.sku = views.sku
    where {{ is_available('erp', 'order_lines') }} or {{ is_available('ecommerce', 'order_items') }}
),

ranked as (
    select
        *,
        row_number() over (order by net_amount desc, sku) as revenue_rank,
        row_number() over (partition by category order by net_amount desc, sku) as category_revenue_rank,
        row_number() over (order by quantity desc, sku) as quantity_rank,
        sum(net_amount) over () as all_net_amount,
        sum(net_amount) over (order by net_amount desc, sku rows unbounded preceding) - net_amount as better_net_amount
    from measured
)

select
    sku,
    product_name,
    category,
    subcategory,
    price_band,
    list_price,
    {{ money('mean_unit_price_amount') }} as mean_unit_price_amount,
    launched_on,
    is_listed,
    order_count,
    customer_count,
    cast(repeat_customer_count as bigint) as repeat_customer_count,
    repeat_customer_count / nullif(customer_count, 0) as repurchase_rate,
    cast(purchase_cycle_days as double) as purchase_cycle_days,
    {{ money('quantity') }} as quantity,
    '{{ reporting_currency() }}' as currency,
    {{ money('net_amount') }} as net_amount,
    cast(net_amount / nullif(all_net_amount, 0) as double) as revenue_share_rate,
    revenue_rank,
    category_revenue_rank,
    quantity_rank,
    case
        when order_count = 0 then null
        when better_net_amount < {{ var('product_class_a_share') }} * all_net_amount then 'A'
        when better_net_amount < {{ var('product_class_b_share') }} * all_net_amount then 'B'
        else 'C'
    end as abc_class,
    {{ money('recent_net_amount') }} as recent_net_amount,
    {{ money('previous_net_amount') }} as previous_net_amount,
    first_sold_on,
    last_sold_on,
    product_view_count,
    {{ as_of_date() }} as as_of_date
from ranked
