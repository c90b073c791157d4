{%- set percent_low = 'cast(round(100 * (exp(least(drivers.interval_low, 5)) - 1)) as bigint)' -%}
{%- set percent_high = 'cast(round(100 * (exp(least(drivers.interval_high, 5)) - 1)) as bigint)' -%}
{%- set percent = 'cast(round(100 * drivers.effect_rate) as bigint)' -%}
with drivers as (
    select * from {{ source('scores', 'purchase_drivers') }}
    where as_of_date <= {{ as_of_date() }}
)

select
    drivers.dimension,
    drivers.dimension_value,
    drivers.outcome,
    drivers.variable,
    variables.name_en,
    variables.name_zh,
    drivers.coefficient,
    drivers.standard_error,
    drivers.interval_low,
    drivers.interval_high,
    drivers.p_value,
    drivers.adjusted_p_value,
    drivers.standardised_effect,
    drivers.effect_rate,
    drivers.direction,
    drivers.variance_inflation,
    drivers.is_collinear,
    drivers.row_count,
    drivers.explained_share,
    case
        when drivers.direction = 'none_shown' then variables.name_en || ': no effect shown'
        else
            variables.name_en || ': ' || case drivers.outcome when 'order_count' then 'orders ' else 'revenue ' end
            || case when drivers.effect_rate > 0 then '+' else '' end || cast({{ percent }} as varchar) || ' % ' || variables.unit_en
            || ' (95 %: ' || cast({{ percent_low }} as varchar) || ' to ' || cast({{ percent_high }} as varchar) || ' %)'
    end || case when drivers.is_collinear then '; hard to tell from the other variables' else '' end as reading_en,
    case
        when drivers.direction = 'none_shown' then variables.name_zh || '：未见显著影响'
        else
            variables.name_zh || '：' || case drivers.outcome when 'order_count' then '订单' else '收入' end || variables.unit_zh
            || case when drivers.effect_rate > 0 then '+' else '' end || cast({{ percent }} as varchar)
            || '%（95%区间' || cast({{ percent_low }} as varchar) || '%至' || cast({{ percent_high }} as varchar) || '%）'
    end || case when drivers.is_collinear then '；与其他变量难以区分' else '' end as reading_zh,
    drivers.model_version,
    drivers.as_of_date
from drivers
inner join {{ ref('driver_variables') }} as variables on drivers.variable = variables.variable
