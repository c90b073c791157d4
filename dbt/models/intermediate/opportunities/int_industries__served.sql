with sold as (
    select
        customers.industry_code,
        sum(orders.net_amount) as net_amount
    from {{ ref('fct_orders') }} as orders
    inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
    where
        orders.is_counted
        and customers.industry_code is not null
        and orders.ordered_on > {{ add_days(as_of_date(), -365) }}
    group by customers.industry_code
    having sum(orders.net_amount) > 0
),

ranked as (
    select
        industry_code,
        net_amount,
        -- Revenue of the larger ones: the industry that crosses the share still belongs to the core.
        sum(net_amount) over (order by net_amount desc, industry_code) - net_amount as larger_amount,
        sum(net_amount) over () as total_amount
    from sold
)

select
    industry_code,
    net_amount,
    larger_amount < {{ var('core_industry_revenue_share') }} * total_amount as is_core
from ranked
