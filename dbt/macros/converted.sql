{#- An amount in the reporting currency. Most need no conversion, and 128-bit arithmetic is the dearest part of a fact. -#}
{% macro converted(amount, rate) -%}
    case when {{ rate }} = 1 then {{ money(amount) }} else {{ money('(' ~ amount ~ ') * ' ~ rate) }} end
{%- endmacro %}
