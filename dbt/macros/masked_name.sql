{#- B5: the first character and a star, the same star for every length, so that the length tells nothing. -#}
{% macro masked_name(name) -%}
    case when {{ name }} is not null then concat(substr({{ name }}, 1, 1), '*') end
{%- endmacro %}
