-- Not from the facts: service time, which is part of one, needs the calendar.
with first_days as (
    select coalesce(least(min(orders.ordered_on), min(tickets.created_on)), {{ as_of_date() }}) as first_on
    from (select min(ordered_on) as ordered_on from {{ ref('int_orders__converted') }}) as orders
    cross join (
        select {{ business_date('min(created_at)') }} as created_on from {{ ref('stg_tickets__tickets') }}
    ) as tickets
),

-- Whole years, so that a report of the running year has all its weeks, and a task of December its day in January.
days as (
    {{ days_of_range(
        "cast((select date_trunc('year', first_on) from first_days) as date)",
        "cast(concat(cast(extract(year from " ~ add_days(as_of_date(), var('calendar_days_ahead')) ~ ") as varchar(4)), '-12-31') as date)",
    ) }}
),

named as (
    select
        date_on,
        cast(extract(year from date_on) as integer) as year_number,
        cast(extract(quarter from date_on) as integer) as quarter_number,
        cast(extract(month from date_on) as integer) as month_number,
        cast(date_trunc('month', date_on) as date) as month_starts_on,
        cast(date_trunc('week', date_on) as date) as week_starts_on
    from days
)

select
    named.date_on,
    named.year_number,
    named.quarter_number,
    named.month_number,
    named.month_starts_on,
    named.week_starts_on,
    {{ days_between('named.week_starts_on', 'named.date_on') }} + 1 as weekday_number,
    exceptions.name_en as holiday_name_en,
    exceptions.name_zh as holiday_name_zh,
    coalesce(exceptions.is_working_day, {{ days_between('named.week_starts_on', 'named.date_on') }} < 5) as is_working_day
from named
left join {{ ref('calendar_exceptions') }} as exceptions on named.date_on = exceptions.calendar_on
