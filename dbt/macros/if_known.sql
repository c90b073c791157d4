{#- A count under its own name: zero where there is no row but the source was there, null where it was not. -#}
{% macro if_known(column, condition) -%}
    case when {{ condition }} then coalesce({{ column }}, 0) end as {{ column.split('.') | last }}
{%- endmacro %}
