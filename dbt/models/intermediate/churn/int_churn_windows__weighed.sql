-- What the calendar holds in store after a cut-off: days off and sales count by how much was ordered on such days before it.
with ordered as (
    -- Cancelled or not: what is cancelled later was ordered all the same.
    select ordered_on as date_on, count(*) as order_count
    from {{ ref('fct_orders') }}
    where ordered_on <= {{ as_of_date() }}
    group by ordered_on
),

days as (
    {{ days_of_range(
        "(select coalesce(min(date_on), " ~ as_of_date() ~ ") from ordered)",
        add_days(as_of_date(), var('churn_window_days')),
    ) }}
),

spring_festivals as (
    select min(calendar_on) as first_on
    from {{ ref('calendar_exceptions') }}
    where name_en = 'Spring Festival' and not is_working_day
    group by extract(year from calendar_on)
),

kinds as (
    -- Buying stops some days before the holiday begins.
    select days.date_on, 1 as precedence, 'spring_festival' as kind
    from days
    inner join spring_festivals
        on days.date_on >= {{ add_days('spring_festivals.first_on', -3) }} and days.date_on <= {{ add_days('spring_festivals.first_on', 5) }}
    union all
    select days.date_on, 2 as precedence, events.event_kind as kind
    from days
    inner join {{ ref('business_events') }} as events on days.date_on >= events.starts_on and days.date_on <= events.ends_on
    where events.event_kind <> 'change'
    union all
    select calendar_on as date_on, 3 as precedence, 'holiday' as kind
    from {{ ref('calendar_exceptions') }}
    where not is_working_day
),

marked as (
    select date_on, min_by(kind, precedence) as kind
    from kinds
    group by date_on
),

known as (
    select
        cutoffs.cutoff_on,
        days.date_on,
        coalesce(marked.kind, 'ordinary') as kind,
        coalesce(ordered.order_count, 0) as order_count,
        cast(avg(case when marked.kind is null then coalesce(ordered.order_count, 0) end) over nearby as decimal(18, 6)) as usual_count
    from {{ ref('int_churn_cutoffs__listed') }} as cutoffs
    inner join days on days.date_on <= cutoffs.cutoff_on
    left join marked on days.date_on = marked.date_on
    left join ordered on days.date_on = ordered.date_on
    window nearby as (
        partition by cutoffs.cutoff_on order by days.date_on rows between 28 preceding and 28 following
    )
),

-- Drawn towards an ordinary day by as much as so many orders weigh: few orders prove little. An incident does not come again.
weights as (
    select
        cutoff_on,
        kind,
        cast((sum(order_count) + 50) / (sum(usual_count) + 50) as decimal(18, 6)) as weight
    from known
    where kind not in ('ordinary', 'incident') and usual_count is not null
    group by cutoff_on, kind
)

select
    cutoffs.cutoff_on,
    cast(sum(coalesce(weights.weight, 1)) as double) as usual_window_days
from {{ ref('int_churn_cutoffs__listed') }} as cutoffs
inner join days
    on days.date_on > cutoffs.cutoff_on and days.date_on <= {{ add_days('cutoffs.cutoff_on', var('churn_window_days')) }}
left join marked on days.date_on = marked.date_on
left join weights on cutoffs.cutoff_on = weights.cutoff_on and marked.kind = weights.kind
group by cutoffs.cutoff_on
