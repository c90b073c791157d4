{#- UTC timestamp of the first instant after a business day. -#}
{% macro end_of_day(business_day) -%}
    {{ return(adapter.dispatch('end_of_day')(business_day)) }}
{%- endmacro %}

{% macro default__end_of_day(business_day) -%}
    cast({{ add_days(business_day, 1) }} as timestamp) at time zone '{{ business_timezone() }}' at time zone 'UTC'
{%- endmacro %}

{% macro spark__end_of_day(business_day) -%}
    to_utc_timestamp(cast({{ add_days(business_day, 1) }} as timestamp), '{{ business_timezone() }}')
{%- endmacro %}
