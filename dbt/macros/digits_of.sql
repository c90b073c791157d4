{#- The decimal digits of a text, full-width ones included, in their order. -#}
{% macro digits_of(text) -%}
    {{ return(adapter.dispatch('digits_of')(text)) }}
{%- endmacro %}

{% macro default__digits_of(text) -%}
    regexp_replace(translate({{ text }}, '０１２３４５６７８９', '0123456789'), '[^0-9]', '', 'g')
{%- endmacro %}

{% macro spark__digits_of(text) -%}
    regexp_replace(translate({{ text }}, '０１２３４５６７８９', '0123456789'), '[^0-9]', '')
{%- endmacro %}
