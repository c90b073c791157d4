{%- set group_columns = ['macro_region', 'province', 'customer_type', 'membership_level'] -%}

with members as (
    {%- for column in group_columns %}
    select customer_id, '{{ column }}' as group_kind, {{ column }} as group_value
    from {{ ref('dim_customers') }}
    where {{ column }} is not null
    union all
    {%- endfor %}
    select customer_id, 'rfm_segment' as group_kind, rfm_segment as group_value
    from {{ ref('int_customers__segmented') }}
),

lines as (
    select * from {{ ref('int_order_lines__valued') }}
    where customer_id is not null
),

bought as (
    select customer_id, 'category' as product_level, category as product, count(distinct order_id) as order_count, sum(net_amount) as net_amount
    from lines
    where category is not null
    group by customer_id, category
    union all
    select customer_id, 'sku' as product_level, sku as product, count(distinct order_id) as order_count, sum(net_amount) as net_amount
    from lines
    group by customer_id, sku
),

-- Articles by macro-region only: what finer groups buy of one article is too little to tell.
sales as (
    select
        members.group_kind,
        members.group_value,
        bought.product_level,
        bought.product,
        count(*) as customer_count,
        cast(sum(bought.order_count) as bigint) as order_count,
        sum(bought.net_amount) as net_amount
    from members
    inner join bought on members.customer_id = bought.customer_id
    where bought.product_level = 'category' or members.group_kind = 'macro_region'
    group by members.group_kind, members.group_value, bought.product_level, bought.product
),

shares as (
    select
        *,
        net_amount / nullif(sum(net_amount) over (partition by group_kind, group_value, product_level), 0) as share_in_group,
        sum(net_amount) over (partition by group_kind, product_level, product)
        / nullif(sum(net_amount) over (partition by group_kind, product_level), 0) as share_overall
    from sales
)

select
    shares.group_kind,
    shares.group_value,
    coalesce(labels.name_en, shares.group_value) as group_name_en,
    coalesce(labels.name_zh, shares.group_value) as group_name_zh,
    shares.product_level,
    shares.product,
    coalesce(products.product_name, shares.product) as product_name,
    shares.customer_count,
    shares.order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('shares.net_amount') }} as net_amount,
    cast(shares.share_in_group as double) as share_in_group_rate,
    cast(shares.share_overall as double) as share_overall_rate,
    cast(100 * shares.share_in_group / nullif(shares.share_overall, 0) as double) as preference_index,
    row_number() over (
        partition by shares.group_kind, shares.group_value, shares.product_level
        order by shares.net_amount desc, shares.product
    ) as rank_in_group,
    {{ as_of_date() }} as as_of_date
from shares
left join {{ ref('labels') }} as labels on shares.group_kind = labels.domain and shares.group_value = labels.code
left join {{ ref('dim_products') }} as products on shares.product_level = 'sku' and shares.product = products.sku
