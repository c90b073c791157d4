{#- Working seconds from the calendar's first day to a moment: those of the days before, and of the day itself what of its working
    hours has passed. Takes a row of int_working_days__accumulated for the moment's day. -#}
{% macro working_seconds_at(moment, day) -%}
    {{ day }}.working_seconds_before
    + case
        when {{ day }}.is_working_day
            then
                greatest(
                    least({{ seconds_between('cast(' ~ day ~ '.date_on as timestamp)', moment) }}, {{ var('working_day_ends_at_minute') }} * 60)
                    - {{ var('working_day_starts_at_minute') }} * 60,
                    0
                )
        else 0
    end
{%- endmacro %}
