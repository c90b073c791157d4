-- What is special about a day, for the baseline of KPIs: holidays by how often they were seen, the spring festival by its distance, promotions, incidents.
with events as (
    select
        days.date_on,
        max(case when events.event_kind = 'promotion' then 1 else 0 end) as is_promotion,
        max(case when events.event_kind = 'incident' then 1 else 0 end) as is_incident,
        string_agg(events.event_code, ', ' order by events.event_code) as event_codes
    from {{ ref('dim_dates') }} as days
    inner join {{ ref('business_events') }} as events on days.date_on >= events.starts_on and days.date_on <= events.ends_on
    where events.event_kind <> 'change'
    group by days.date_on
),

spring_festivals as (
    select extract(year from calendar_on) as year_number, min(calendar_on) as first_on
    from {{ ref('calendar_exceptions') }}
    where name_en = 'Spring Festival' and not is_working_day
    group by extract(year from calendar_on)
)

select
    days.date_on,
    days.holiday_name_en,
    days.is_working_day,
    {{ days_between('spring_festivals.first_on', 'days.date_on') }} as days_from_spring_festival,
    coalesce(events.is_promotion, 0) = 1 as is_promotion,
    coalesce(events.is_incident, 0) = 1 as is_incident,
    events.event_codes,
    {{ var('kpi_anomaly_z') }} as anomaly_z
from {{ ref('dim_dates') }} as days
left join events on days.date_on = events.date_on
left join spring_festivals on days.year_number = spring_festivals.year_number
