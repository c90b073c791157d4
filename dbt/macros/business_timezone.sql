{% macro business_timezone() -%}
    {{ var('business_timezone', none) or env_var('GUANXI_TIMEZONE', 'Asia/Shanghai') }}
{%- endmacro %}
