{#- A time, if it lies within the as-of date; null for what a system only plans, or wrote after the day. -#}
{% macro if_happened(utc_timestamp) -%}
    case when {{ utc_timestamp }} < {{ end_of_day(as_of_date()) }} then {{ utc_timestamp }} end
{%- endmacro %}
