{#- Upper-case letters and digits of a text in their order; null where none is left. -#}
{% macro alphanumerics_of(text) -%}
    {{ return(adapter.dispatch('alphanumerics_of')(text)) }}
{%- endmacro %}

{% macro default__alphanumerics_of(text) -%}
    nullif(regexp_replace(upper({{ text }}), '[^0-9A-Z]', '', 'g'), '')
{%- endmacro %}

{% macro spark__alphanumerics_of(text) -%}
    nullif(regexp_replace(upper({{ text }}), '[^0-9A-Z]', ''), '')
{%- endmacro %}
