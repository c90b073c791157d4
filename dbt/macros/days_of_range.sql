{#- A query of one row per day, column date_on, from the first to the last day inclusive. -#}
{% macro days_of_range(first_day, last_day) -%}
    {{ return(adapter.dispatch('days_of_range')(first_day, last_day)) }}
{%- endmacro %}

{% macro default__days_of_range(first_day, last_day) -%}
    select cast(unnest(generate_series({{ first_day }}, {{ last_day }}, interval 1 day)) as date) as date_on
{%- endmacro %}

{% macro spark__days_of_range(first_day, last_day) -%}
    select explode(sequence({{ first_day }}, {{ last_day }}, interval 1 day)) as date_on
{%- endmacro %}
