{#- The GROUP BY sets of a mart that shows the same measures for everybody and per dimension, over all time and per period. `slices` maps a
    dimension (all = everybody) to its period grains (all = all time); the relation has the columns of the dimensions, never null, and `day_column`. -#}
{% macro slice_sets(slices, day_column, keys=[]) -%}
    grouping sets (
    {%- for dimension, grains in slices.items() -%}
        {%- set outer_last = loop.last -%}
        {%- for grain in grains %}
        ({{ (keys + ([dimension] if dimension != 'all' else []) + ([period_column(grain)] if grain != 'all' else [])) | join(', ') }})
        {{- ',' if not (loop.last and outer_last) }}
        {%- endfor -%}
    {%- endfor %}
    )
{%- endmacro %}

{#- The columns that say which slice a row of `slice_sets` is. -#}
{% macro slice_columns(slices, day_column) -%}
    case
        {%- for dimension in slices if dimension != 'all' %}
        when grouping({{ dimension }}) = 0 then '{{ dimension }}'
        {%- endfor %}
        else 'all'
    end as dimension,
    case
        {%- for dimension in slices if dimension != 'all' %}
        when grouping({{ dimension }}) = 0 then {{ dimension }}
        {%- endfor %}
        else 'all'
    end as dimension_value,
    {%- if used_grains(slices) %}
    case
        {%- for grain in used_grains(slices) %}
        when grouping({{ period_column(grain) }}) = 0 then '{{ grain }}'
        {%- endfor %}
        else 'all'
    end as period_grain,
    case
        {%- for grain in used_grains(slices) %}
        when grouping({{ period_column(grain) }}) = 0 then {{ period_column(grain) }}
        {%- endfor %}
        else min({{ day_column }})
    end as period_starts_on
    {%- else %}
    'all' as period_grain,
    min({{ day_column }}) as period_starts_on
    {%- endif %}
{%- endmacro %}

{#- The period columns that `slice_sets` groups by, to be computed beside the day. -#}
{% macro period_columns(slices, day_column) -%}
    {%- for grain in used_grains(slices) %}
    cast(date_trunc('{{ grain }}', {{ day_column }}) as date) as {{ period_column(grain) }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro period_column(grain) -%}
    {{ return(grain ~ '_starts_on') }}
{%- endmacro %}

{% macro used_grains(slices) -%}
    {%- set found = [] -%}
    {%- for grains in slices.values() -%}
        {%- for grain in grains if grain != 'all' and grain not in found -%}
            {%- do found.append(grain) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
