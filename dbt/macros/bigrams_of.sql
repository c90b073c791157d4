{#- A query of the distinct neighbouring pairs of characters of every text of a relation: columns `text`, `gram`, `gram_count`. -#}
{% macro bigrams_of(relation, text, longest=40) -%}
    select
        text,
        gram,
        count(*) over (partition by text) as gram_count
    from (
        select distinct
            listed.{{ text }} as text,
            substr(listed.{{ text }}, positions.position, 2) as gram
        from {{ relation }} as listed
        inner join (
            {%- for position in range(1, longest) %}
            select {{ position }} as position{{ ' union all' if not loop.last }}
            {%- endfor %}
        ) as positions on positions.position < length(listed.{{ text }})
    ) as grams
{%- endmacro %}
