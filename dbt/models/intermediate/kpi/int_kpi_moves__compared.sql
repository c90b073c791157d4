{{ config(materialized='table') }}

-- Of every anomaly of the whole company, numerator and denominator of each dimension value beside their means over like periods before it.
with anomalies as (
    select * from {{ ref('mart_kpi_trend') }}
    where is_anomaly and dimension = 'all'
),

offsets as (
    {%- for position in range(1, var('root_cause_periods') + 1) %}
    select {{ position }} as position{{ ' union all' if not loop.last }}
    {%- endfor %}
),

-- Like a Monday is the Monday before.
periods as (
    select
        metric,
        period_grain,
        period_starts_on,
        period_starts_on as compared_on,
        true as is_moved
    from anomalies
    union all
    select
        anomalies.metric,
        anomalies.period_grain,
        anomalies.period_starts_on,
        case
            when anomalies.period_grain = 'month' then cast({{ dbt.dateadd('month', '-offsets.position', 'anomalies.period_starts_on') }} as date)
            else {{ add_days('anomalies.period_starts_on', '-7 * offsets.position') }}
        end as compared_on,
        false as is_moved
    from anomalies
    cross join offsets
),

-- Periods before the history are no reference, nor are those of known incidents or other anomalies.
usable as (
    select
        periods.*,
        count(case when not periods.is_moved then 1 end) over (
            partition by periods.metric, periods.period_grain, periods.period_starts_on
        ) as reference_count
    from periods
    inner join {{ ref('mart_kpi_trend') }} as trend
        on
            trend.dimension = 'all'
            and periods.metric = trend.metric
            and periods.period_grain = trend.period_grain
            and periods.compared_on = trend.period_starts_on
    where periods.is_moved or not (trend.is_left_out or coalesce(trend.is_anomaly, false))
)

select
    periods.metric,
    kpis.metric_kind,
    periods.period_grain,
    periods.period_starts_on,
    kpis.dimension,
    kpis.dimension_value,
    sum(case when periods.is_moved then kpis.numerator else 0 end) as numerator,
    sum(case when periods.is_moved then kpis.denominator else 0 end) as denominator,
    sum(case when not periods.is_moved then kpis.numerator else 0 end) / max(periods.reference_count) as reference_numerator,
    sum(case when not periods.is_moved then kpis.denominator else 0 end) / max(periods.reference_count) as reference_denominator
from usable as periods
inner join {{ ref('ftr_kpis') }} as kpis
    on
        periods.metric = kpis.metric
        and periods.period_grain = kpis.period_grain
        and periods.compared_on = kpis.period_starts_on
where
    periods.reference_count > 0
    -- Who buys in two channels is in both: the parts would be more than the whole.
    and not (kpis.metric in ('ordering_customer_count', 'new_customer_count') and kpis.dimension = 'sales_channel')
group by
    periods.metric, kpis.metric_kind, periods.period_grain, periods.period_starts_on, kpis.dimension, kpis.dimension_value
