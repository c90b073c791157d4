{#- Every amount has four decimals; arithmetic in between keeps more. -#}
{% macro money(amount) -%}
    cast({{ amount }} as decimal(18, 4))
{%- endmacro %}
