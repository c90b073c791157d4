-- A row compares a group with the whole company, or the whole company with the figure of somebody else.
{%- set less_is_better = registered_metrics() | selectattr('config.meta.direction', 'equalto', 'down') | map(attribute='name') | list %}
with measured as (
    select
        *,
        numerator / nullif(denominator, 0) as value,
        max(case when dimension = 'all' then numerator / nullif(denominator, 0) end) over (partition by metric) as company_value
    from {{ ref('int_benchmark_values__counted') }}
    where denominator > 0
),

compared as (
    select
        metric,
        dimension as comparison,
        dimension_value as group_name,
        'company' as reference_kind,
        'Whole company' as reference_name_en,
        '全公司' as reference_name_zh,
        company_value as reference_value,
        cast(null as {{ dbt.type_string() }}) as reference_source,
        numerator,
        denominator,
        value,
        customer_count
    from measured
    where dimension <> 'all'
    union all
    select
        measured.metric,
        'reference' as comparison,
        concat('company', ' / ', benchmarks.reference_name_en) as group_name,
        benchmarks.reference_kind,
        benchmarks.reference_name_en,
        benchmarks.reference_name_zh,
        benchmarks.reference_value,
        benchmarks.source as reference_source,
        measured.numerator,
        measured.denominator,
        measured.value,
        measured.customer_count
    from measured
    inner join {{ ref('benchmark_references') }} as benchmarks on measured.metric = benchmarks.metric
    where measured.dimension = 'all'
)

select
    metric,
    comparison,
    group_name,
    numerator,
    denominator,
    value,
    reference_kind,
    reference_name_en,
    reference_name_zh,
    reference_value,
    reference_source,
    value - reference_value as gap,
    value / nullif(reference_value, 0) - 1 as relative_gap,
    customer_count,
    customer_count < {{ var('small_group_customers') }} as is_small_group,
    rank() over (
        partition by metric, comparison
        order by value * case when metric in ('{{ less_is_better | join("', '") }}') then -1 else 1 end desc
    ) as value_rank,
    {{ as_of_date() }} as as_of_date
from compared
