-- What else happened in a moved period: noted events and holidays, and deliveries that were stopped or lost rows.
with periods as (
    select distinct period_grain, period_starts_on, period_ends_on
    from {{ ref('mart_kpi_trend') }}
    where is_anomaly and dimension = 'all'
),

events as (
    select
        periods.period_grain,
        periods.period_starts_on,
        string_agg(events.name_en, '; ' order by events.starts_on, events.name_en) as calendar_events
    from periods
    inner join (
        select starts_on, ends_on, name_en from {{ ref('business_events') }}
        union all
        select min(calendar_on) as starts_on, max(calendar_on) as ends_on, name_en
        from {{ ref('calendar_exceptions') }}
        where not is_working_day
        group by name_en, extract(year from calendar_on)
    ) as events
        on periods.period_starts_on <= events.ends_on and periods.period_ends_on >= events.starts_on
    group by periods.period_grain, periods.period_starts_on
),

incidents as (
    select
        periods.period_grain,
        periods.period_starts_on,
        string_agg(deliveries.incident, '; ' order by deliveries.incident) as pipeline_incidents
    from periods
    inner join (
        select
            business_date,
            concat(
                system, '.', entity, ' ',
                case when status <> 'loaded' then status else concat(cast(rows_quarantined as {{ dbt.type_string() }}), ' rows in quarantine') end
            ) as incident
        from {{ ref('deliveries') }}
        where status <> 'loaded' or rows_quarantined > 0
    ) as deliveries
        on deliveries.business_date >= periods.period_starts_on and deliveries.business_date <= periods.period_ends_on
    group by periods.period_grain, periods.period_starts_on
)

select
    periods.period_grain,
    periods.period_starts_on,
    events.calendar_events,
    incidents.pipeline_incidents
from periods
left join events
    on periods.period_grain = events.period_grain and periods.period_starts_on = events.period_starts_on
left join incidents
    on periods.period_grain = incidents.period_grain and periods.period_starts_on = incidents.period_starts_on
