{#- Daily versions (macro daily_versions) of which each differs from the one before in one of the attributes; the first one is taken
    to have held before it was known. What was deleted keeps its last version, so that late facts still find it, but none is current. -#}
{% macro changed_versions(versions, key, attributes) -%}
    select
        {{ key }},
        {%- for attribute in attributes %}
        {{ attribute }},
        {%- endfor %}
        case when position = 1 then date '0001-01-01' else valid_from end as valid_from,
        coalesce(lead(valid_from) over (partition by {{ key }} order by valid_from), date '9999-12-31') as valid_to,
        lead(valid_from) over (partition by {{ key }} order by valid_from) is null and not is_gone as is_current
    from (
        select
            *,
            row_number() over (partition by {{ key }} order by valid_from) as position
            {%- for attribute in attributes %},
            lag({{ attribute }}) over (partition by {{ key }} order by valid_from) as former_{{ attribute }}
            {%- endfor %}
        from (
            select
                *,
                max(case when _is_deleted and valid_to = date '9999-12-31' then 1 else 0 end) over (partition by {{ key }}) = 1 as is_gone
            from {{ versions }}
        ) as marked
        where not _is_deleted
    ) as compared
    where
        position = 1
        {%- for attribute in attributes %}
        or {{ attribute }} is distinct from former_{{ attribute }}
        {%- endfor %}
{%- endmacro %}
