{% macro reporting_currency() -%}
    {{ var('reporting_currency', none) or env_var('GUANXI_CURRENCY', 'CNY') }}
{%- endmacro %}
