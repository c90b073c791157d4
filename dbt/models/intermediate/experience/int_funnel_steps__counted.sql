{%- set slices = {'all': ['all'], 'platform': ['all'], 'device': ['all'], 'utm_source': ['all'], 'owner_team': ['all']} -%}
{%- set steps = {'shop': ['visit', 'product_view', 'add_to_cart', 'checkout', 'purchase'], 'sales': ['opened', 'decided', 'won']} -%}
-- Whoever reached a later step has passed the earlier ones, seen or not.
with journeys as (
    select
        'shop' as funnel,
        coalesce(platform, 'unknown') as platform,
        coalesce(device, 'unknown') as device,
        coalesce(utm_source, 'none') as utm_source,
        'unknown' as owner_team,
        customer_id,
        started_on as began_on,
        case
            when purchase_count > 0 then 5
            when checkout_count > 0 then 4
            when add_to_cart_count > 0 then 3
            when product_view_count > 0 then 2
            else 1
        end as furthest_step
    from {{ ref('fct_web_sessions') }}
    where started_on > {{ add_days(as_of_date(), -var('pain_point_window_days')) }}
    union all
    select
        'sales' as funnel,
        'unknown' as platform,
        'unknown' as device,
        'unknown' as utm_source,
        coalesce(owners.team, 'unknown') as owner_team,
        opportunities.customer_id,
        opportunities.created_on as began_on,
        case when opportunities.is_won then 3 when opportunities.is_closed then 2 else 1 end as furthest_step
    from {{ ref('fct_opportunities') }} as opportunities
    left join {{ ref('dim_owners_history') }} as owners on opportunities.owner_key = owners.owner_key
),

steps as (
    {%- for funnel, names in steps.items() %}
    {%- set is_last_funnel = loop.last %}
    {%- for name in names %}
    select '{{ funnel }}' as step_funnel, {{ loop.index }} as step_number, '{{ name }}' as step
    {{ 'union all' if not (loop.last and is_last_funnel) }}
    {%- endfor %}
    {%- endfor %}
),

reached as (
    select
        funnel,
        step_number,
        step,
        {{ slice_columns(slices, 'began_on') }},
        count(case when furthest_step >= step_number then 1 end) as reached_count,
        count(distinct case when furthest_step >= step_number then customer_id end) as customer_count
    from journeys
    inner join steps on journeys.funnel = steps.step_funnel
    group by {{ slice_sets(slices, 'began_on', keys=['funnel', 'step_number', 'step']) }}
)

select
    funnel,
    dimension,
    dimension_value,
    step_number,
    step,
    reached_count,
    customer_count,
    lag(reached_count) over by_step as entered_count,
    first_value(reached_count) over by_step as started_count
from reached
where dimension = 'all' or (dimension = 'owner_team') = (funnel = 'sales')
window by_step as (partition by funnel, dimension, dimension_value order by step_number)
