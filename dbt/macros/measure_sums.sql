{#- One scan of a fact: its measures by period, for all and by each value of each breakdown, with the customers behind them.

    A breakdown is a dimension of the semantic model, or of `customers` as customer__<dimension>. -#}
{% macro measure_sums(model, measures) -%}
    {%- set meta = model.config.meta -%}
    {%- set grains = meta.get('grains', ['day', 'week', 'month', 'year']) -%}
    {%- set breakdowns = meta.get('breakdowns', []) -%}
    {%- set customer = model.entities | selectattr('name', 'equalto', 'customer') | first -%}
    {%- set time = model.dimensions | selectattr('name', 'equalto', model.defaults.agg_time_dimension) | first -%}
select
    period_grain,
    period_start,
    case
        {%- for name in breakdowns %}
        when grouping({{ name }}) = 0 then '{{ name.split('__') | last }}'
        {%- endfor %}
        else 'all'
    end as dimension,
    case
        {%- for name in breakdowns %}
        when grouping({{ name }}) = 0 then coalesce({{ name }}, 'unknown')
        {%- endfor %}
        else 'all'
    end as dimension_value,
    {%- for measure in measures %}
    {%- if measure.agg == 'sum' %}
    cast(sum({{ measure.name }}) as decimal(38, 4)) as {{ measure.name }},
    {%- else %}
    cast(count(distinct {{ measure.name }}) as decimal(38, 4)) as {{ measure.name }},
    {%- endif %}
    {%- if meta.get('one_row_per_customer') %}
    count(case when {{ measure.name }} <> 0 then 1 end) as {{ measure.name }}__customers
    {%- elif not customer %}
    cast(null as bigint) as {{ measure.name }}__customers
    {%- else %}
    count(distinct case when {{ measure.name }} {{ '<> 0' if measure.agg == 'sum' else 'is not null' }} then customer_number end) as {{ measure.name }}__customers
    {%- endif %}
    {{- ',' if not loop.last }}
    {%- endfor %}
from (
    select
        periods.period_grain,
        case periods.period_grain
            {%- for grain in grains if grain != 'day' %}
            when '{{ grain }}' then cast(date_trunc('{{ grain }}', facts.happened_on) as date)
            {%- endfor %}
            else facts.happened_on
        end as period_start,
        {%- for name in breakdowns if name.startswith('customer__') %}
        customers.{{ name.split('__') | last }} as {{ name }},
        {%- endfor %}
        {{ 'customers.customer_number' if customer else 'null as customer_number' }},
        facts.*
    from (
        select
            {{ time.expr or time.name }} as happened_on,
            {{ 'cast(null as varchar(1))' if not customer else customer.expr }} as customer_id,
            {%- for dimension in model.dimensions | selectattr('name', 'in', breakdowns) %}
            {{ dimension.expr or dimension.name }} as {{ dimension.name }},
            {%- endfor %}
            {%- for measure in measures %}
            {{ measure.expr or measure.name }} as {{ measure.name }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ ref(model.refs[0].name) }}
    ) as facts
    {%- if customer %}
    left join numbered_customers as customers on facts.customer_id = customers.customer_id
    {%- endif %}
    cross join (
        {%- for grain in grains %}
        select '{{ grain }}' as period_grain{{ ' union all' if not loop.last }}
        {%- endfor %}
    ) as periods
    where facts.happened_on is not null
) as measured
group by grouping sets (
    (period_grain, period_start)
    {%- for name in breakdowns %},
    (period_grain, period_start, {{ name }})
    {%- endfor %}
)
{%- if 'day' in grains and breakdowns %}
having period_grain <> 'day' or ({% for name in breakdowns %}grouping({{ name }}) = 1{{ ' and ' if not loop.last }}{% endfor %})
{%- endif %}
{%- endmacro %}
