{#- Position, from one, of a text in another one. -#}
{% macro position_of(part, whole) -%}
    {{ return(adapter.dispatch('position_of')(part, whole)) }}
{%- endmacro %}

{% macro default__position_of(part, whole) -%}
    strpos({{ whole }}, {{ part }})
{%- endmacro %}

{% macro spark__position_of(part, whole) -%}
    instr({{ whole }}, {{ part }})
{%- endmacro %}
