{#- The rows of a lake entity as they were known on the as-of date: delivered by then, happened by then, newest version of each key, not deleted. -#}
{% macro latest_version(entity, key, version_column=none, event_time_column=none) -%}
    select *
    from (
        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by
                    _version_at desc,
                    business_date desc,
                    {%- if version_column %}
                    {{ version_column }} desc nulls last,
                    {%- endif %}
                    _loaded_at desc,
                    _source_line desc
            ) as version_rank
        from {{ entity }}
        where
            business_date <= {{ as_of_date() }}
            {%- if event_time_column %}
            and ({{ event_time_column }} is null or {{ event_time_column }} < {{ end_of_day(as_of_date()) }})
            {%- endif %}
    ) as versions
    where version_rank = 1 and not _is_deleted
{%- endmacro %}
