{#- Aggregate: the first filled-in value of a column in the order of a rank. -#}
{% macro best_value(column, rank) -%}
    min_by({{ column }}, case when {{ column }} is not null then {{ rank }} end)
{%- endmacro %}

{# The record that the best value comes from: entity and ID, as in customer_identifiers. #}
{% macro best_source(column, rank, source) -%}
    min_by({{ source }}, case when {{ column }} is not null then {{ rank }} end)
{%- endmacro %}
