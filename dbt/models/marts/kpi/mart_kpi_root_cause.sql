-- The driver is what explains more of the move than its usual share, as in Adtributor (Bhagwan and others 2014): a large region is in every move.
select
    moves.metric,
    moves.metric_kind,
    moves.period_grain,
    moves.period_starts_on,
    trend.period_ends_on,
    trend.value as company_value,
    trend.expected_value,
    trend.expected_low,
    trend.expected_high,
    trend.z_score,
    moves.move,
    moves.dimension,
    moves.dimension_value,
    moves.numerator,
    moves.denominator,
    moves.reference_numerator,
    moves.reference_denominator,
    moves.value,
    moves.reference_value,
    moves.mix_effect,
    moves.rate_effect,
    moves.contribution,
    moves.explained_share,
    moves.usual_share,
    moves.surprise,
    -- rounded: parts of one value tie, but for the last bits that threads leave
    case
        when round(moves.surprise, 9) > 0
            then row_number() over (
                partition by moves.metric, moves.period_grain, moves.period_starts_on
                order by round(moves.surprise, 9) desc nulls last, moves.dimension, moves.dimension_value
            )
    end as driver_rank,
    incidents.calendar_events,
    incidents.pipeline_incidents,
    {{ as_of_date() }} as as_of_date
from {{ ref('int_kpi_moves__explained') }} as moves
inner join {{ ref('mart_kpi_trend') }} as trend
    on
        moves.metric = trend.metric
        and trend.dimension = 'all'
        and moves.period_grain = trend.period_grain
        and moves.period_starts_on = trend.period_starts_on
left join {{ ref('int_period_incidents__listed') }} as incidents
    on moves.period_grain = incidents.period_grain and moves.period_starts_on = incidents.period_starts_on
