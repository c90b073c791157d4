{#- Lower-case letters, digits and Chinese characters of a text, full-width ones narrowed: what two spellings of one term share. -#}
{% macro comparable_text(text) -%}
    {{ return(adapter.dispatch('comparable_text')(narrowed_text(text))) }}
{%- endmacro %}

{% macro default__comparable_text(text) -%}
    nullif(regexp_replace({{ text }}, '[^0-9a-z一-龥]', '', 'g'), '')
{%- endmacro %}

{% macro spark__comparable_text(text) -%}
    nullif(regexp_replace({{ text }}, '[^0-9a-z一-龥]', ''), '')
{%- endmacro %}
