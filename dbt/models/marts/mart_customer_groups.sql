with members as (
    select
        customers.group_customer_id,
        customers.customer_id,
        orders.frequency,
        orders.monetary_amount,
        orders.last_ordered_on
    from {{ ref('dim_customers') }} as customers
    inner join {{ ref('int_customer_orders__summarised') }} as orders on customers.customer_id = orders.customer_id
),

heads as (
    select * from {{ ref('dim_customers') }}
)

select
    members.group_customer_id,
    heads.company_name as group_name,
    heads.customer_type,
    heads.owner_id,
    count(*) as member_count,
    max(members.last_ordered_on) as last_ordered_on,
    cast(sum(members.frequency) as bigint) as order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('sum(case when members.customer_id = members.group_customer_id then members.monetary_amount else 0 end)') }} as own_spend_amount,
    {{ money('sum(members.monetary_amount)') }} as cumulative_spend_amount
from members
inner join heads on members.group_customer_id = heads.customer_id
group by members.group_customer_id, heads.company_name, heads.customer_type, heads.owner_id
