{#- Join condition: the version of a history that held on a day. -#}
{% macro valid_on(history, day) -%}
    {{ day }} >= {{ history }}.valid_from and {{ day }} < {{ history }}.valid_to
{%- endmacro %}
