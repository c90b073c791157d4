{#- The first day of the day, week (from Monday) or month that a day lies in. -#}
{% macro period_start(grain, day) -%}
    {{ day if grain == 'day' else "cast(date_trunc('" ~ grain ~ "', " ~ day ~ ") as date)" }}
{%- endmacro %}
