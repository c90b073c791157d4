-- Written by the registry, the semantic models and metrics of this folder. dbt learns only here what is read:
{%- for fact in [
    'fct_orders', 'fct_order_lines', 'fct_refunds', 'fct_customer_months', 'fct_tickets', 'fct_survey_responses', 'fct_survey_sends', 'fct_reviews',
    'fct_campaign_touches', 'fct_marketing_spend', 'fct_referrals', 'fct_web_sessions', 'customer_timeline', 'fct_opportunities',
    'fct_interactions'
] %}
-- depends_on: {{ ref(fact) }}
{%- endfor %}
with numbered_customers as (
    select
        customer_id,
        customer_type,
        macro_region,
        cast(row_number() over (order by customer_id) as integer) as customer_number
    from {{ ref('dim_customers') }}
),
{% for measured in measured_models() %}
{{ measure_sums(measured) }},
{% endfor %}
sums as (
    {%- for measured in measured_models() %}
    {%- set outer = loop %}
    {%- for measure in measured.measures %}
    {%- set base = measured.customers_of.get(measure.name) %}
    select
        period_grain, period_start, dimension, dimension_value, '{{ measure.name }}' as measure, {{ measure.name }} as amount,
        {{ base ~ '__customers' if base else 'cast(null as bigint)' }} as customers
    from {{ measured.model.name }}_sums
    where {{ measure.name }} is not null
    {{- ' union all' if not (outer.last and loop.last) }}
    {%- endfor %}
    {%- endfor %}
),

definitions as (
    {%- for metric in registered_metrics() %}
    {%- set numerator, denominator = measures_of(metric) %}
    select '{{ metric.name }}' as metric, '{{ numerator }}' as numerator, {{ "'" ~ denominator ~ "'" if denominator else 'cast(null as varchar(100))' }} as denominator
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)

select
    {{ as_of_date() }} as as_of_date,
    numerators.period_grain,
    numerators.period_start,
    definitions.metric,
    numerators.dimension,
    numerators.dimension_value,
    numerators.amount as numerator,
    denominators.amount as denominator,
    cast(numerators.amount as double) / case when definitions.denominator is null then 1 else cast(denominators.amount as double) end as value,
    coalesce(denominators.customers, numerators.customers) as customers
from definitions
inner join sums as numerators on definitions.numerator = numerators.measure
left join sums as denominators
    on
        definitions.denominator = denominators.measure
        and numerators.period_grain = denominators.period_grain
        and numerators.period_start = denominators.period_start
        and numerators.dimension = denominators.dimension
        and numerators.dimension_value = denominators.dimension_value
where definitions.denominator is null or denominators.amount <> 0
