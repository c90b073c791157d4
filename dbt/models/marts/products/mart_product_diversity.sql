with lines as (
    select * from {{ ref('int_order_lines__valued') }}
    where customer_id is not null
),

by_category as (
    select
        customer_id,
        category,
        sum(net_amount) as net_amount,
        min(ordered_on) as first_ordered_on
    from lines
    where category is not null
    group by customer_id, category
),

-- Of the categories of the first day the one on which most was spent.
ordered_categories as (
    select
        *,
        row_number() over (partition by customer_id order by first_ordered_on, net_amount desc, category) as entry_number,
        row_number() over (partition by customer_id order by net_amount desc, category) as spend_rank,
        sum(net_amount) over (partition by customer_id) as customer_net_amount
    from by_category
),

categories as (
    select
        customer_id,
        count(*) as category_count,
        max(case when entry_number = 1 then category end) as first_category,
        min(case when entry_number = 2 then first_ordered_on end) as cross_bought_on,
        max(case when spend_rank = 1 then category end) as top_category,
        max(case when spend_rank = 1 then net_amount / nullif(customer_net_amount, 0) end) as top_category_share
    from ordered_categories
    group by customer_id
),

articles as (
    select customer_id, count(distinct sku) as sku_count, count(distinct order_id) as order_count
    from lines
    group by customer_id
)

select
    articles.customer_id,
    articles.order_count,
    articles.sku_count,
    categories.category_count,
    categories.first_category,
    categories.category_count > 1 as is_cross_buyer,
    categories.cross_bought_on,
    categories.top_category,
    cast(categories.top_category_share as double) as top_category_share_rate,
    {{ as_of_date() }} as as_of_date
from articles
left join categories on articles.customer_id = categories.customer_id
