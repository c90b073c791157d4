{#- Calendar day in the business timezone of a UTC timestamp. -#}
{% macro business_date(utc_timestamp) -%}
    {{ return(adapter.dispatch('business_date')(utc_timestamp)) }}
{%- endmacro %}

{% macro default__business_date(utc_timestamp) -%}
    cast({{ utc_timestamp }} at time zone 'UTC' at time zone '{{ business_timezone() }}' as date)
{%- endmacro %}

{% macro spark__business_date(utc_timestamp) -%}
    to_date(from_utc_timestamp({{ utc_timestamp }}, '{{ business_timezone() }}'))
{%- endmacro %}
