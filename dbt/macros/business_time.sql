{#- Wall-clock time in the business timezone of a UTC timestamp. -#}
{% macro business_time(utc_timestamp) -%}
    {{ return(adapter.dispatch('business_time')(utc_timestamp)) }}
{%- endmacro %}

{% macro default__business_time(utc_timestamp) -%}
    ({{ utc_timestamp }} at time zone 'UTC' at time zone '{{ business_timezone() }}')
{%- endmacro %}

{% macro spark__business_time(utc_timestamp) -%}
    from_utc_timestamp({{ utc_timestamp }}, '{{ business_timezone() }}')
{%- endmacro %}
