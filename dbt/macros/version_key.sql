{#- Surrogate key of a version: readable, and the same in every build that knows the version. -#}
{% macro version_key(id, valid_from) -%}
    concat({{ id }}, '@', cast({{ valid_from }} as {{ dbt.type_string() }}))
{%- endmacro %}
