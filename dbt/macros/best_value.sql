{#- Aggregate: the first filled-in value of a column in the order of a rank. -#}
{% macro best_value(column, rank) -%}
    min_by({{ column }}, case when {{ column }} is not null then {{ rank }} end)
{%- endmacro %}

{# What the best value comes from. #}
{% macro best_source(column, rank, source) -%}
    min_by({{ source }}, case when {{ column }} is not null then {{ rank }} end)
{%- endmacro %}
