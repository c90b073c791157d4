-- Of the shop's orders the ERP's row counts; those that never reached the ERP count from the shop.
with shop_orders as (
    select
        orders.*,
        {{ business_date('orders.placed_at') }} as placed_on,
        matched.is_kept
    from {{ ref('stg_ecommerce__orders') }} as orders
    inner join {{ ref('int_orders__matched') }} as matched
        on matched.source_system = 'ecommerce' and orders.shop_order_id = matched.source_order_id
    where orders.status <> 'cancelled'
),

delivered as (
    select
        cast(date_trunc('month', shop_orders.placed_on) as date) as month_starts_on,
        sum({{ converted('shop_orders.total_amount', 'rates.rate') }}) as amount,
        sum(case when not shop_orders.is_kept then {{ converted('shop_orders.total_amount', 'rates.rate') }} else 0 end) as explained_amount,
        sum(case when not shop_orders.is_kept then 1 else 0 end) as explained_count
    from shop_orders
    left join {{ ref('int_exchange_rates__spanned') }} as rates
        on
            shop_orders.currency = rates.currency
            and shop_orders.placed_on >= rates.valid_from
            and shop_orders.placed_on < rates.valid_until
    group by 1
),

published as (
    select
        cast(date_trunc('month', ordered_on) as date) as month_starts_on,
        sum(gross_amount) as amount
    from {{ ref('fct_orders') }}
    where is_counted and source_system = 'ecommerce'
    group by 1
)

select
    'revenue_shop_to_facts' as check_name,
    'ecommerce.orders' as subject,
    coalesce(delivered.month_starts_on, published.month_starts_on) as month_starts_on,
    'online' as sales_channel,
    coalesce(delivered.amount, 0) as source_value,
    coalesce(delivered.explained_amount, 0) as explained_value,
    coalesce(delivered.explained_count, 0) as explained_count,
    coalesce(published.amount, 0) as published_value,
    {{ var('reconciliation_tolerance_amount') }} as tolerance
from delivered
full outer join published on delivered.month_starts_on = published.month_starts_on
