with erp_orders as (
    select * from {{ ref('int_reconciliation__erp_orders') }}
    where not is_cancelled
),

erp_revenue as (
    select
        month_starts_on,
        sales_channel,
        sum(amount) as amount,
        sum(case when is_repetition then amount else 0 end) as repeated_amount,
        sum(case when is_repetition then order_count else 0 end) as repeated_count,
        sum(case when is_in_shop and not is_repetition then amount else 0 end) as both_erp_amount,
        sum(case when is_in_shop and not is_repetition then shop_amount else 0 end) as both_shop_amount,
        sum(case when is_in_shop and not is_repetition and is_cancelled_in_shop then order_count else 0 end) as disputed_count
    from erp_orders
    group by month_starts_on, sales_channel
),

published as (
    select
        cast(date_trunc('month', ordered_on) as date) as month_starts_on,
        coalesce(sales_channel, 'unknown') as sales_channel,
        sum(gross_amount) as amount
    from {{ ref('fct_orders') }}
    where is_counted and source_system = 'erp'
    group by 1, 2
)

select
    'revenue_erp_to_facts' as check_name,
    'erp.orders' as subject,
    coalesce(erp_revenue.month_starts_on, published.month_starts_on) as month_starts_on,
    coalesce(erp_revenue.sales_channel, published.sales_channel) as sales_channel,
    coalesce(erp_revenue.amount, 0) as source_value,
    coalesce(erp_revenue.repeated_amount, 0) as explained_value,
    coalesce(erp_revenue.repeated_count, 0) as explained_count,
    coalesce(published.amount, 0) as published_value,
    {{ var('reconciliation_tolerance_amount') }} as tolerance
from erp_revenue
full outer join published
    on erp_revenue.month_starts_on = published.month_starts_on and erp_revenue.sales_channel = published.sales_channel
union all
select
    'revenue_shop_to_erp' as check_name,
    'ecommerce.orders' as subject,
    month_starts_on,
    sales_channel,
    both_shop_amount as source_value,
    0 as explained_value,
    disputed_count as explained_count,
    both_erp_amount as published_value,
    greatest({{ var('reconciliation_tolerance_rate') }} * both_erp_amount, {{ var('reconciliation_tolerance_amount') }}) as tolerance
from erp_revenue
where both_shop_amount <> 0 or both_erp_amount <> 0
