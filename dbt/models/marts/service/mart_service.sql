{%- set slices = {
    'all': ['all', 'year', 'quarter', 'month'],
    'channel': ['all', 'quarter'],
    'team': ['all', 'quarter'],
    'kind': ['all', 'quarter'],
    'complaint_type': ['all', 'quarter'],
    'priority': ['all'],
    'product_category': ['all'],
    'customer_type': ['all'],
    'macro_region': ['all'],
    'value_tier': ['all'],
} -%}
{%- set durations = {
    'first_response': ['first_response_minutes', 'first_response_business_minutes'],
    'resolution': ['resolution_minutes', 'resolution_business_minutes'],
} -%}
with tickets as (
    select *, {{ period_columns(slices, 'created_on') }}
    from {{ ref('int_tickets__measured') }}
),

measured as (
    select
        {{ slice_columns(slices, 'created_on') }},
        count(*) as ticket_count,
        count(distinct customer_id) as customer_count,
        count(case when kind = 'complaint' then 1 end) as complaint_count,
        {%- for name, columns in durations.items() %}
        count({{ columns[0] }}) as {{ name }}_count,
        {%- for column in columns %}
        avg({{ column }}) as mean_{{ column }},
        quantile_cont({{ column }}, 0.5) as median_{{ column }},
        quantile_cont({{ column }}, 0.9) as p90_{{ column }},
        {%- endfor %}
        avg(cast(vendor_{{ name }}_minutes as double)) as mean_vendor_{{ name }}_minutes,
        avg(case when vendor_{{ name }}_minutes is not null then {{ columns[1] }} end) as mean_{{ name }}_business_minutes_where_vendor,
        {%- endfor %}
        count(has_met_response_target) as response_target_count,
        count(case when has_met_response_target then 1 end) as response_target_met_count,
        count(has_met_resolution_target) as resolution_target_count,
        count(case when has_met_resolution_target then 1 end) as resolution_target_met_count,
        count(case when is_resolved then 1 end) as resolved_count,
        count(case when is_reopened then 1 end) as reopened_count,
        count(satisfaction_score) as rated_count,
        count(case when is_satisfied then 1 end) as satisfied_count,
        count(case when kind = 'complaint' and is_resolved then satisfaction_score end) as rated_complaint_count,
        count(case when kind = 'complaint' and is_resolved and is_satisfied then 1 end) as satisfied_complaint_count,
        count(case when is_ivr then 1 end) as ivr_count,
        count(case when is_solved_by_ivr then 1 end) as ivr_solved_count,
        count(case when handover_count > 0 then 1 end) as handed_over_count,
        cast(sum(handover_count) as bigint) as handover_count,
        count(closure_after_handover_minutes) as closed_after_handover_count,
        avg(closure_after_handover_minutes) as mean_closure_after_handover_minutes,
        quantile_cont(closure_after_handover_minutes, 0.9) as p90_closure_after_handover_minutes
    from tickets
    group by {{ slice_sets(slices, 'created_on') }}
    having count(*) > 0
)

select
    measured.*,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    response_target_met_count / cast(nullif(response_target_count, 0) as double) as response_target_rate,
    resolution_target_met_count / cast(nullif(resolution_target_count, 0) as double) as resolution_target_rate,
    resolved_count / cast(ticket_count as double) as resolved_rate,
    reopened_count / cast(ticket_count as double) as reopened_rate,
    satisfied_count / cast(nullif(rated_count, 0) as double) as satisfied_rate,
    satisfied_complaint_count / cast(nullif(rated_complaint_count, 0) as double) as complaint_satisfied_rate,
    ivr_solved_count / cast(nullif(ivr_count, 0) as double) as ivr_solved_rate,
    handed_over_count / cast(ticket_count as double) as handed_over_rate,
    mean_first_response_business_minutes
    / nullif(max(case when dimension = 'all' then mean_first_response_business_minutes end) over by_period, 0) as first_response_to_company_ratio,
    satisfied_count / cast(nullif(rated_count, 0) as double)
    - max(case when dimension = 'all' then satisfied_count / cast(nullif(rated_count, 0) as double) end) over by_period
        as satisfied_company_gap,
    {{ as_of_date() }} as as_of_date
from measured
where dimension_value <> 'no complaint'
window by_period as (partition by period_grain, case when period_grain <> 'all' then period_starts_on end)
