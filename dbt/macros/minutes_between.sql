{#- Elapsed minutes with their fraction, as a double. -#}
{% macro minutes_between(earlier, later) -%}
    {{ return(adapter.dispatch('minutes_between')(earlier, later)) }}
{%- endmacro %}

{% macro default__minutes_between(earlier, later) -%}
    (date_diff('second', {{ earlier }}, {{ later }}) / 60.0)
{%- endmacro %}

{% macro spark__minutes_between(earlier, later) -%}
    ((unix_timestamp({{ later }}) - unix_timestamp({{ earlier }})) / 60.0)
{%- endmacro %}
