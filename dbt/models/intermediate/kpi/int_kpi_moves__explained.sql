-- Kitagawa (1955): the change of a product is the change of either factor times the mean of the other, and nothing is left over. A ratio's factors are a
-- value's share of the denominator (mix) and its own ratio (rate); a count's or amount's are its denominator (volume, shown as mix) and its ratio to it.
with moves as (
    select * from {{ ref('int_kpi_moves__compared') }}
    where dimension <> 'all'
),

totals as (
    select
        *,
        sum(numerator) over whole as total_numerator,
        sum(denominator) over whole as total_denominator,
        sum(reference_numerator) over whole as total_reference_numerator,
        sum(reference_denominator) over whole as total_reference_denominator
    from moves
    window whole as (partition by metric, period_grain, period_starts_on, dimension)
),

factors as (
    select
        *,
        metric_kind = 'ratio' as is_ratio,
        case when metric_kind = 'ratio' then denominator / nullif(total_denominator, 0) else denominator end as weight,
        case when metric_kind = 'ratio' then reference_denominator / nullif(total_reference_denominator, 0) else reference_denominator end
            as reference_weight,
        -- Who is absent in one of the two periods has the other one's ratio, so that all of it is mix.
        coalesce(numerator / nullif(denominator, 0), reference_numerator / nullif(reference_denominator, 0)) as rate,
        coalesce(reference_numerator / nullif(reference_denominator, 0), numerator / nullif(denominator, 0)) as reference_rate,
        case
            when metric_kind = 'ratio'
                then (total_numerator / nullif(total_denominator, 0) + total_reference_numerator / nullif(total_reference_denominator, 0)) / 2
            else 0
        end as usual_rate
    from totals
),

effects as (
    select
        *,
        case
            when is_ratio or rate is not null then (weight - reference_weight) * ((rate + reference_rate) / 2 - usual_rate)
            else numerator - reference_numerator
        end as mix_effect,
        case when is_ratio or rate is not null then (rate - reference_rate) * (weight + reference_weight) / 2 else 0 end as rate_effect,
        case
            when is_ratio then total_numerator / nullif(total_denominator, 0) - total_reference_numerator / nullif(total_reference_denominator, 0)
            else total_numerator - total_reference_numerator
        end as move,
        case when is_ratio then reference_weight else reference_numerator / nullif(total_reference_numerator, 0) end as usual_share
    from factors
)

select
    metric,
    metric_kind,
    period_grain,
    period_starts_on,
    dimension,
    dimension_value,
    numerator,
    denominator,
    reference_numerator,
    reference_denominator,
    case when is_ratio then rate else numerator end as value,
    case when is_ratio then reference_rate else reference_numerator end as reference_value,
    mix_effect,
    rate_effect,
    mix_effect + rate_effect as contribution,
    move,
    (mix_effect + rate_effect) / nullif(move, 0) as explained_share,
    usual_share,
    (mix_effect + rate_effect) / nullif(move, 0) - usual_share as surprise
from effects
