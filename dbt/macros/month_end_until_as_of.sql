{#- The day that stands for a day's month in monthly histories: its last one, of the running month the as-of date. -#}
{% macro month_end_until_as_of(day) -%}
    least(last_day({{ day }}), {{ as_of_date() }})
{%- endmacro %}
