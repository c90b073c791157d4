{#- The versions of a lake entity as the days knew them: one row per key and business day that brought a newer version, deletions
    included. A version holds from its day until the day of the next one. An older version that arrives late never held. -#}
{% macro daily_versions(entity, key, version_column=none, event_time_column=none) -%}
    select
        *,
        business_date as valid_from,
        coalesce(lead(business_date) over (partition by {{ key }} order by business_date), date '9999-12-31') as valid_to
    from (
        select
            *,
            row_number() over (
                partition by {{ key }}, business_date
                order by
                    _version_at desc,
                    {%- if version_column %}
                    {{ version_column }} desc nulls last,
                    {%- endif %}
                    _source_file desc,
                    _source_line desc nulls first,
                    _row_hash desc
            ) as rank_of_day,
            max(_version_at) over (partition by {{ key }} order by business_date) as newest_version_at
        from {{ entity }}
        where
            business_date <= {{ as_of_date() }}
            {%- if event_time_column %}
            and ({{ event_time_column }} is null or {{ event_time_column }} < {{ end_of_day(as_of_date()) }})
            {%- endif %}
    ) as delivered
    where rank_of_day = 1 and _version_at >= newest_version_at
{%- endmacro %}
