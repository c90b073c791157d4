{%- set slices = {
    'all': ['all', 'year', 'quarter'], 'customer_type': ['all'], 'macro_region': ['all'], 'rfm_segment': ['all'], 'value_tier': ['all'],
} -%}
with customers as (
    select * from {{ ref('int_customers__described') }}
),

referrals as (
    select
        referrals.*,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        coalesce(customers.rfm_segment, 'unknown') as rfm_segment,
        coalesce(customers.value_tier, 'unknown') as value_tier,
        spent.monetary_amount as referred_amount,
        {{ period_columns(slices, 'referrals.created_on') }}
    from {{ ref('fct_referrals') }} as referrals
    left join customers on referrals.referrer_customer_id = customers.customer_id
    left join {{ ref('int_customer_orders__summarised') }} as spent
        on referrals.is_converted and referrals.referred_customer_id = spent.customer_id
),

counted as (
    select
        {{ slice_columns(slices, 'created_on') }},
        count(*) as referral_count,
        count(case when is_converted then 1 end) as converted_count,
        count(distinct referrer_customer_id) as referrer_count,
        {{ money('sum(referred_amount)') }} as referred_amount
    from referrals
    group by {{ slice_sets(slices, 'created_on') }}
),

members as (
    {%- for dimension in slices %}
    {%- set value = "'all'" if dimension == 'all' else dimension %}
    select '{{ dimension }}' as dimension, {{ value }} as dimension_value, count(*) as group_customer_count
    from customers
    group by {{ value }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    counted.dimension,
    counted.dimension_value,
    counted.period_grain,
    counted.period_starts_on,
    counted.referrer_count as customer_count,
    counted.referrer_count < {{ var('small_group_customers') }} as is_small_group,
    counted.converted_count as numerator,
    counted.referral_count as denominator,
    counted.converted_count / cast(counted.referral_count as double) as value,
    {{ wilson_bound('-', 'counted.converted_count', 'counted.referral_count') }} as confidence_low,
    {{ wilson_bound('+', 'counted.converted_count', 'counted.referral_count') }} as confidence_high,
    members.group_customer_count,
    counted.referrer_count / cast(members.group_customer_count as double) as active_referral_share,
    counted.referred_amount,
    {{ as_of_date() }} as as_of_date
from counted
left join members on counted.dimension = members.dimension and counted.dimension_value = members.dimension_value
