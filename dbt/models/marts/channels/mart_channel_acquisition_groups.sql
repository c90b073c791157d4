-- Spend is not known by group: a customer of a channel costs the same whoever it is, and groups differ by what they are worth.
with channels as (
    select channel, cac_amount, clv_horizon_days, spend_from_on
    from {{ ref('mart_channel_acquisition') }}
    where period_grain = 'all' and new_customer_count > 0
),

customers as (
    select
        customers.acquisition_channel as channel,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        orders.first_ordered_on,
        {{ money('clv.clv_amount') }} as clv_amount
    from {{ ref('dim_customers') }} as customers
    inner join {{ ref('int_customer_orders__summarised') }} as orders on customers.customer_id = orders.customer_id
    left join {{ ref('clv_scores') }} as clv
        on customers.customer_id = clv.customer_id and clv.as_of_date = {{ as_of_date() }}
    where orders.first_ordered_on is not null
),

summed as (
    select
        customers.channel,
        customers.customer_type,
        count(*) as new_customer_count,
        count(customers.clv_amount) as clv_customer_count,
        avg(customers.clv_amount) as mean_clv_amount
    from customers
    inner join channels on customers.channel = channels.channel
    where channels.spend_from_on is null or customers.first_ordered_on >= channels.spend_from_on
    group by customers.channel, customers.customer_type
)

select
    summed.channel,
    summed.customer_type,
    summed.new_customer_count,
    summed.new_customer_count < {{ var('small_group_customers') }} as is_small_group,
    '{{ reporting_currency() }}' as currency,
    channels.cac_amount,
    {{ money('summed.mean_clv_amount') }} as mean_clv_amount,
    summed.clv_customer_count,
    channels.clv_horizon_days,
    cast(summed.mean_clv_amount / nullif(channels.cac_amount, 0) as double) as clv_to_cac_ratio,
    {{ as_of_date() }} as as_of_date
from summed
inner join channels on summed.channel = channels.channel
