-- Two systems rarely differ in all orders: these are the ones.
with orders as (
    select * from {{ ref('fct_orders') }}
    where is_counted
),

lines as (
    select order_id, sum(line_amount) as amount
    from {{ ref('fct_order_lines') }}
    group by order_id
),

compared as (
    select
        'revenue_orders_to_lines' as check_name,
        orders.order_id,
        orders.ordered_on,
        orders.sales_channel,
        orders.gross_amount as source_value,
        lines.amount as published_value
    from orders
    inner join lines on orders.order_id = lines.order_id
    union all
    select
        'revenue_shop_to_erp' as check_name,
        orders.order_id,
        orders.ordered_on,
        orders.sales_channel,
        {{ converted('shop_orders.total_amount', 'rates.rate') }} as source_value,
        orders.gross_amount as published_value
    from orders
    inner join {{ ref('stg_ecommerce__orders') }} as shop_orders on orders.shop_order_id = shop_orders.shop_order_id
    inner join {{ ref('int_exchange_rates__spanned') }} as rates
        on
            shop_orders.currency = rates.currency
            and orders.ordered_on >= rates.valid_from
            and orders.ordered_on < rates.valid_until
    where orders.source_system = 'erp'
),

differing as (
    select
        check_name,
        cast(date_trunc('month', ordered_on) as date) as month_starts_on,
        coalesce(sales_channel, 'unknown') as sales_channel,
        order_id,
        ordered_on,
        source_value,
        published_value,
        source_value - published_value as difference
    from compared
    where abs(source_value - published_value) > {{ var('reconciliation_tolerance_amount') }}
),

ranked as (
    select
        *,
        count(*) over of_row as differing_order_count,
        row_number() over (of_row order by abs(difference) desc, order_id) as difference_rank
    from differing
    window of_row as (partition by check_name, month_starts_on, sales_channel)
)

select
    check_name,
    month_starts_on,
    sales_channel,
    difference_rank,
    differing_order_count,
    order_id,
    ordered_on,
    '{{ reporting_currency() }}' as currency,
    {{ money('source_value') }} as source_value,
    {{ money('published_value') }} as published_value,
    {{ money('difference') }} as difference
from ranked
where difference_rank <= {{ var('reconciliation_differences_shown') }}
