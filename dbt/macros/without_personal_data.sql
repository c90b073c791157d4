{#- A text that people typed, without the phone numbers, e-mail addresses and national IDs that they typed into it. -#}
{% macro without_personal_data(text) -%}
    {%- set usual = "translate(" ~ text ~ ", '０１２３４５６７８９＠', '0123456789@')" -%}
    {%- set identity = '[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]' -%}
    {%- set phone = '([+]?86[- ]?|0086[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}' -%}
    {%- set email = '[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+' -%}
    {{ replaced_everywhere(replaced_everywhere(replaced_everywhere(usual, email, '[e-mail]'), identity, '[ID]'), phone, '[phone]') }}
{%- endmacro %}

{#- What is left to compare, where the marks of what was taken out would count as words. -#}
{% macro without_marks(text) -%}
    replace(replace(replace({{ text }}, '[e-mail]', ''), '[ID]', ''), '[phone]', '')
{%- endmacro %}

{% macro replaced_everywhere(text, pattern, by) -%}
    {{ return(adapter.dispatch('replaced_everywhere')(text, pattern, by)) }}
{%- endmacro %}

{% macro default__replaced_everywhere(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}', 'g')
{%- endmacro %}

{% macro spark__replaced_everywhere(text, pattern, by) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ by }}')
{%- endmacro %}
