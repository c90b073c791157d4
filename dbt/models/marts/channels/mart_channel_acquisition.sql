with spend as (
    select channel, spend_on as happened_on, spend_amount from {{ ref('fct_marketing_spend') }}
),

-- Cost and customers are compared over the days for which cost is known.
spend_days as (
    select min(happened_on) as spend_from_on, max(happened_on) as spend_to_on from spend
),

customers as (
    select
        customers.customer_id,
        customers.acquisition_channel as channel,
        customers.registered_on,
        orders.first_ordered_on,
        -- Whoever is registered at the first purchase was no lead, and of a fresh lead nobody knows yet.
        coalesce(orders.first_ordered_on > customers.registered_on, true)
        and {{ add_days('customers.registered_on', var('lead_conversion_days')) }} <= {{ as_of_date() }} as is_judged_lead,
        coalesce(orders.first_ordered_on <= {{ add_days('customers.registered_on', var('lead_conversion_days')) }}, false) as has_converted,
        orders.monetary_amount,
        -- Decimals add up exactly; a mean of doubles may fall on either side of a cent, as the threads had it.
        {{ money('clv.clv_amount') }} as clv_amount,
        clv.horizon_days
    from {{ ref('dim_customers') }} as customers
    inner join {{ ref('int_customer_orders__summarised') }} as orders on customers.customer_id = orders.customer_id
    left join {{ ref('clv_scores') }} as clv
        on customers.customer_id = clv.customer_id and clv.as_of_date = {{ as_of_date() }}
    where customers.acquisition_channel is not null
),

touches as (
    select
        channel,
        sent_on as happened_on,
        -- A channel that never reported a response cannot: its touches say nothing about responding.
        case
            when count(coalesce(clicked_at, attended_at, redeemed_at)) over (partition by channel) > 0
                then case when coalesce(clicked_at, attended_at, redeemed_at) is not null then 1 else 0 end
        end as has_responded
    from {{ ref('fct_campaign_touches') }}
    where channel is not null
),

happened as (
    select channel, happened_on, spend_amount, 0 as registered, 0 as converted, 0 as judged_leads, 0 as converted_leads, 0 as bought, null as net_amount, null as clv_amount, null as horizon_days, 0 as touched, cast(null as integer) as responded
    from spend
    union all
    select
        channel, registered_on, null, 1, case when first_ordered_on is not null then 1 else 0 end,
        case when is_judged_lead then 1 else 0 end, case when is_judged_lead and has_converted then 1 else 0 end, 0, null, null, null, 0, null
    from customers
    where registered_on is not null
    union all
    select channel, first_ordered_on, null, 0, 0, 0, 0, 1, monetary_amount, clv_amount, horizon_days, 0, null
    from customers
    where first_ordered_on is not null
    union all
    select channel, happened_on, null, 0, 0, 0, 0, 0, null, null, null, 1, has_responded
    from touches
),

periods as (
    select happened.*, 'quarter' as period_grain, cast(date_trunc('quarter', happened_on) as date) as period_starts_on
    from happened
    union all
    select happened.*, 'all' as period_grain, coalesce(spend_days.spend_from_on, min(happened.happened_on) over ()) as period_starts_on
    from happened
    cross join spend_days
    where spend_days.spend_from_on is null or happened.happened_on >= spend_days.spend_from_on
),

summed as (
    select
        period_grain,
        period_starts_on,
        channel,
        sum(spend_amount) as spend_amount,
        sum(registered) as registered_customer_count,
        sum(converted) as converted_customer_count,
        sum(judged_leads) as lead_count,
        sum(converted_leads) as converted_lead_count,
        sum(bought) as new_customer_count,
        sum(net_amount) as new_customer_net_amount,
        avg(clv_amount) as mean_clv_amount,
        count(clv_amount) as clv_customer_count,
        max(horizon_days) as clv_horizon_days,
        sum(touched) as touch_count,
        sum(responded) as response_count,
        sum(sum(registered) + sum(bought)) over (partition by channel) > 0 as acquires
    from periods
    group by period_grain, period_starts_on, channel
)

select
    summed.period_grain,
    summed.period_starts_on,
    summed.channel,
    '{{ reporting_currency() }}' as currency,
    {{ money('summed.spend_amount') }} as spend_amount,
    case when summed.acquires then cast(summed.registered_customer_count as bigint) end as registered_customer_count,
    case when summed.acquires then cast(summed.converted_customer_count as bigint) end as converted_customer_count,
    case when summed.acquires then cast(summed.lead_count as bigint) end as lead_count,
    case when summed.acquires then cast(summed.converted_lead_count as bigint) end as converted_lead_count,
    cast(summed.converted_lead_count / nullif(summed.lead_count, 0) as double) as conversion_rate,
    case when summed.acquires then cast(summed.new_customer_count as bigint) end as new_customer_count,
    {{ money('summed.new_customer_net_amount') }} as new_customer_net_amount,
    {{ money('summed.spend_amount / nullif(summed.new_customer_count, 0)') }} as cac_amount,
    {{ money('summed.mean_clv_amount') }} as mean_clv_amount,
    summed.clv_customer_count,
    cast(summed.mean_clv_amount * summed.new_customer_count / nullif(summed.spend_amount, 0) as double) as clv_to_cac_ratio,
    cast((summed.new_customer_net_amount - summed.spend_amount) / nullif(summed.spend_amount, 0) as double) as revenue_roi_rate,
    case when {{ is_available('marketing', 'touches') }} then cast(summed.touch_count as bigint) end as touch_count,
    case when {{ is_available('marketing', 'touches') }} then cast(summed.response_count as bigint) end as response_count,
    cast(summed.response_count / nullif(summed.touch_count, 0) as double) as response_rate,
    {{ money('summed.spend_amount / nullif(summed.response_count, 0)') }} as cost_per_response_amount,
    summed.clv_horizon_days,
    spend_days.spend_from_on,
    spend_days.spend_to_on,
    {{ as_of_date() }} as as_of_date
from summed
cross join spend_days
