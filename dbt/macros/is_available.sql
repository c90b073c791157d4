{#- Whether an entity was ever delivered as of the date. What depends on one that was not is null, never zero. -#}
{% macro is_available(system, entity) -%}
    (select is_available from {{ ref('availability') }} where system = '{{ system }}' and entity = '{{ entity }}')
{%- endmacro %}
