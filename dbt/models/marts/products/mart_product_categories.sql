with articles as (
    select * from {{ ref('mart_products') }}
    where category is not null
),

buyers as (
    select customer_id, category, count(distinct order_id) as order_count
    from {{ ref('int_order_lines__valued') }}
    where category is not null and customer_id is not null
    group by customer_id, category
),

widths as (
    select *, count(*) over (partition by customer_id) as category_count
    from buyers
),

customers as (
    select
        category,
        count(*) as customer_count,
        sum(case when order_count > 1 then 1 else 0 end) as repeat_customer_count,
        sum(case when category_count > 1 then 1 else 0 end) as cross_buying_customer_count
    from widths
    group by category
),

orders as (
    select item as category, count(*) as order_count
    from {{ ref('int_baskets__itemised') }}
    where item_kind = 'category'
    group by item
),

opportunities as (
    select
        product_category,
        sum(case when is_closed then 1 else 0 end) as closed_count,
        sum(case when is_won then 1 else 0 end) as won_count,
        avg(case when is_won then age_days end) as sales_cycle_days
    from {{ ref('fct_opportunities') }}
    where product_category is not null
    group by product_category
),

summed as (
    select
        category,
        count(*) as article_count,
        sum(net_amount) as net_amount,
        sum(product_view_count) as product_view_count,
        min_by(sku, category_revenue_rank) as best_selling_sku,
        min_by(product_name, category_revenue_rank) as best_selling_name
    from articles
    group by category
)

select
    summed.category,
    summed.article_count,
    coalesce(orders.order_count, 0) as order_count,
    coalesce(customers.customer_count, 0) as customer_count,
    cast(coalesce(customers.repeat_customer_count, 0) as bigint) as repeat_customer_count,
    cast(coalesce(customers.cross_buying_customer_count, 0) as bigint) as cross_buying_customer_count,
    cast(customers.repeat_customer_count / customers.customer_count as double) as repurchase_rate,
    cast(customers.cross_buying_customer_count / customers.customer_count as double) as cross_buy_rate,
    '{{ reporting_currency() }}' as currency,
    {{ money('summed.net_amount') }} as net_amount,
    cast(summed.net_amount / nullif(sum(summed.net_amount) over (), 0) as double) as revenue_share_rate,
    row_number() over (order by summed.net_amount desc, summed.category) as revenue_rank,
    summed.best_selling_sku,
    summed.best_selling_name,
    cast(opportunities.closed_count as bigint) as closed_opportunity_count,
    cast(opportunities.won_count as bigint) as won_opportunity_count,
    cast(opportunities.won_count / nullif(opportunities.closed_count, 0) as double) as win_rate,
    opportunities.sales_cycle_days,
    cast(summed.product_view_count as bigint) as product_view_count,
    {{ as_of_date() }} as as_of_date
from summed
left join orders on summed.category = orders.category
left join customers on summed.category = customers.category
left join opportunities on summed.category = opportunities.product_category
