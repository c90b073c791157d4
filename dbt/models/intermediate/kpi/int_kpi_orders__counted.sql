{{ config(materialized='table') }}

-- A customer has one region and one type: counted once by both together, customers add up to either and to all. That and
-- numbers instead of identifiers make the distinct counts bearable.
{%- set grains = ['day', 'week', 'month'] %}
{%- set counts = ['order_count', 'net_revenue', 'active_customer_count', 'new_customer_count', 'repeat_order_count', 'known_order_count'] %}
with customers as (
    select
        customer_id,
        macro_region,
        customer_type,
        cast(row_number() over (order by customer_id) as integer) as customer_number
    from {{ ref('int_customers__described') }}
),

first_days as (
    select customer_id, min(ordered_on) as first_ordered_on
    from {{ ref('fct_orders') }}
    where is_counted
    group by customer_id
),

orders as (
    select
        customers.customer_number,
        orders.ordered_on,
        orders.net_amount,
        coalesce(orders.sales_channel, 'unknown') as sales_channel,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        first_days.first_ordered_on = orders.ordered_on as is_first_day
    from {{ ref('fct_orders') }} as orders
    left join customers on orders.customer_id = customers.customer_id
    left join first_days on orders.customer_id = first_days.customer_id
    where orders.is_counted
),

cells as (
    {%- for grain in grains %}
    {%- for dimensions in [['sales_channel'], ['macro_region', 'customer_type']] %}
    select
        '{{ grain }}' as period_grain,
        {{ period_start(grain, 'ordered_on') }} as period_starts_on,
        {%- for dimension in ['sales_channel', 'macro_region', 'customer_type'] %}
        {{ dimension if dimension in dimensions else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as {{ dimension }},
        {%- endfor %}
        count(*) as order_count,
        sum(net_amount) as net_revenue,
        count(distinct customer_number) as active_customer_count,
        count(distinct customer_number) filter (where is_first_day) as new_customer_count,
        count(case when not is_first_day then 1 end) as repeat_order_count,
        count(customer_number) as known_order_count
    from orders
    group by {{ period_start(grain, 'ordered_on') }}, {{ dimensions | join(', ') }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

{%- for dimension in ['all', 'sales_channel', 'macro_region', 'customer_type'] %}
select
    '{{ dimension }}' as dimension,
    {{ dimension if dimension != 'all' else "'all'" }} as dimension_value,
    period_grain,
    period_starts_on,
    {%- for count in counts %}
    cast(sum({{ count }}) as {{ 'decimal(38, 4)' if count == 'net_revenue' else 'bigint' }}) as {{ count }}{{ ',' if not loop.last }}
    {%- endfor %}
from cells
where {{ 'sales_channel' if dimension == 'sales_channel' else 'customer_type' }} is not null
group by 1, 2, 3, 4
{{- ' union all' if not loop.last }}
{%- endfor %}
