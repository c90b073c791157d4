{#- CTEs that sum the measures of a fact by period, for all and by each value of each breakdown, with the number of customers
    who add to them. Ends in <model>_sums.

    A customer has one type and one region: counted once by both together, customers add up to any coarser group. That and
    the numbers instead of identifiers make the distinct counts bearable. Days have no breakdowns: many and small. -#}
{% macro measure_sums(measured) -%}
    {%- set model, measures = measured.model, measured.measures -%}
    {%- set meta = model.config.meta -%}
    {%- set grains = meta.get('grains', ['day', 'week', 'month']) -%}
    {%- set customer = model.entities | selectattr('name', 'equalto', 'customer') | first -%}
    {%- set time = model.dimensions | selectattr('name', 'equalto', model.defaults.agg_time_dimension) | first -%}
    {%- set own = model.dimensions | selectattr('name', 'in', meta.breakdowns) | list -%}
    {%- set attributes = ['customer_type', 'macro_region'] if customer else [] -%}
{{ model.name }}_rows as (
    select
        facts.*,
        {%- for attribute in attributes %}
        coalesce(customers.{{ attribute }}, 'unknown') as {{ attribute }},
        {%- endfor %}
        {{ 'customers.customer_number' if customer else 'cast(null as integer)' }} as customer_number
    from (
        select
            {{ time.expr or time.name }} as happened_on,
            {%- if customer %}
            {{ customer.expr }} as customer_id,
            {%- endif %}
            {%- for dimension in own %}
            coalesce({{ dimension.expr or dimension.name }}, 'unknown') as {{ dimension.name }},
            {%- endfor %}
            {%- for measure in measures %}
            {{ measure.expr or measure.name }} as {{ measure.name }}{{ ',' if not loop.last }}
            {%- endfor %}
        from {{ ref(model.refs[0].name) }}
    ) as facts
    {%- if customer %}
    left join numbered_customers as customers on facts.customer_id = customers.customer_id
    {%- endif %}
    where facts.happened_on is not null
),

{{ model.name }}_cells as (
    {%- for dimension in [none] + own %}
    {%- for grain in grains if grain != 'day' or not dimension %}
    select
        '{{ grain }}' as period_grain,
        {{ period_start(grain, 'happened_on') }} as period_start,
        '{{ dimension.name if dimension else 'all' }}' as dimension,
        {{ dimension.name if dimension else "'all'" }} as dimension_value,
        {%- for attribute in attributes %}
        {{ attribute if not dimension else "'all'" }} as {{ attribute }},
        {%- endfor %}
        {%- for measure in measures %}
        {{ cell_of(measure, measured) }} as {{ measure.name }},
        {%- endfor %}
        {%- for base in measured.customers_of.values() | unique %}
        {{ customers_of_cell(base, measured) }} as {{ base }}__customers{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model.name }}_rows
    group by {{ ([2] + ([4] if dimension else range(5, 5 + attributes | length) | list)) | join(', ') }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

{{ model.name }}_sums as (
    {%- for attribute in [none] + attributes %}
    select
        period_grain,
        period_start,
        {{ "'" ~ attribute ~ "'" if attribute else 'dimension' }} as dimension,
        {{ attribute or 'dimension_value' }} as dimension_value,
        {%- for measure in measures %}
        cast(sum({{ measure.name }}) as decimal(38, 4)) as {{ measure.name }},
        {%- endfor %}
        {%- for base in measured.customers_of.values() | unique %}
        cast(sum({{ base }}__customers) as bigint) as {{ base }}__customers{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model.name }}_cells
    {%- if attribute %}
    where dimension = 'all' and period_grain <> 'day'
    {%- endif %}
    group by 1, 2, 3, 4
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#- What the rows of a cell add up to. Distinct customers (meta.are_customers) are those of the measure that counts them anyway. -#}
{% macro cell_of(measure, measured) -%}
    {%- if measure.agg == 'sum' -%}
        sum({{ measure.name }})
    {%- elif measure.config.meta.get('are_customers') -%}
        {{ customers_of_cell(measured.customers_of[measure.name], measured) }}
    {%- else -%}
        count(distinct {{ measure.name }})
    {%- endif -%}
{%- endmacro %}

{% macro customers_of_cell(base, measured) -%}
    {%- set measure = measured.measures | selectattr('name', 'equalto', base) | first -%}
    {%- set counts = base ~ (' <> 0' if measure.agg == 'sum' else ' is not null') -%}
    count({{ 'distinct ' if not measured.model.config.meta.get('one_row_per_customer') }}case when {{ counts }} then customer_number end)
{%- endmacro %}
