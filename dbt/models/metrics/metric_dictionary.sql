-- Written by the registry, the semantic models and metrics of this folder.
with delivered as (
    select
        metric,
        min(period_start) as first_period_start,
        max(period_start) as last_period_start
    from {{ ref('metric_values') }}
    group by metric
),

dictionary as (
    {%- for metric in registered_metrics() %}
    {%- set entry = dictionary_entry(metric) %}
    select
        {%- for column, text in entry.items() %}
        {{ "'" ~ text | replace("'", "''") ~ "'" if text is string else 'cast(null as varchar(200))' }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    dictionary.*,
    delivered.metric is not null as is_available,
    delivered.first_period_start,
    delivered.last_period_start
from dictionary
left join delivered on dictionary.metric = delivered.metric
