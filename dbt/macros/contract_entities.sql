{#- Pairs of system and entity. They are those of the source files, which are written from the contracts; dbt knows them
    at execution only. -#}
{% macro contract_entities() -%}
    {%- set entities = [] -%}
    {%- for node in (graph.sources.values() if execute else []) if node.source_name not in ('lake_meta', 'identity', 'scores') -%}
        {%- do entities.append((node.source_name, node.name)) -%}
    {%- endfor -%}
    {{ return(entities | sort) }}
{%- endmacro %}
