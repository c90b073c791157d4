{#- The rows of a lake entity as they were known on the as-of date: delivered by then, happened by then, newest version of
    each key, not deleted. Most keys have one version; only the others are sorted (2 M lines: 0.5 s instead of 4 s). -#}
{% macro latest_version(entity, key, version_column=none, event_time_column=none) -%}
    {%- set visible -%}
        business_date <= {{ as_of_date() }}
        {%- if event_time_column %}
            and ({{ event_time_column }} is null or {{ event_time_column }} < {{ end_of_day(as_of_date()) }})
        {%- endif %}
    {%- endset -%}
    {%- set same_key -%}
        {%- for column in key -%}
            {{ ' and ' if not loop.first }}entity.{{ column }} is not distinct from repeated.{{ column }}
        {%- endfor -%}
    {%- endset -%}
    {%- set repeated_keys -%}
        select {{ key | join(', ') }}
            from {{ entity }}
            where {{ visible }}
            group by {{ key | join(', ') }}
            having count(*) > 1
    {%- endset -%}
    select entity.*, 1 as version_rank
    from {{ entity }} as entity
    anti join (
        {{ repeated_keys }}
    ) as repeated on {{ same_key }}
    where {{ visible }} and not _is_deleted
    union all
    select *
    from (
        select
            entity.*,
            row_number() over (
                partition by {% for column in key %}entity.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
                order by
                    _version_at desc,
                    business_date desc,
                    {%- if version_column %}
                    {{ version_column }} desc nulls last,
                    {%- endif %}
                    _source_file desc,
                    _source_line desc nulls first,
                    _row_hash desc
            ) as version_rank
        from {{ entity }} as entity
        semi join (
            {{ repeated_keys }}
        ) as repeated on {{ same_key }}
        where {{ visible }}
    ) as versions
    where version_rank = 1 and not _is_deleted
{%- endmacro %}
