{#- A date moved by whole days, as a date. -#}
{% macro add_days(day, count) -%}
    {{ return(adapter.dispatch('add_days')(day, count)) }}
{%- endmacro %}

{% macro default__add_days(day, count) -%}
    ({{ day }} + ({{ count }}))
{%- endmacro %}

{% macro spark__add_days(day, count) -%}
    date_add({{ day }}, {{ count }})
{%- endmacro %}
