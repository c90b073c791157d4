with measured as (
    {%- for dimension in ['company_size', 'industry_match', 'budget', 'decision_maker', 'past_cooperation'] %}
    select
        opportunity_id,
        '{{ dimension }}' as dimension,
        cast({{ dimension }} as double) as measured_value
    from {{ ref('int_opportunities__measured') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

reached as (
    select
        measured.opportunity_id,
        measured.dimension,
        measured.measured_value,
        levels.points_share,
        levels.name_en,
        levels.name_zh,
        row_number() over (
            partition by measured.opportunity_id, measured.dimension order by levels.minimum_value desc
        ) as level_rank
    from measured
    left join {{ ref('opportunity_levels') }} as levels
        on measured.dimension = levels.dimension and measured.measured_value >= levels.minimum_value
)

select
    reached.opportunity_id,
    reached.dimension,
    reached.measured_value,
    reached.measured_value is not null as is_known,
    100 * dimensions.weight / dimensions.total_weight as maximum_points,
    100 * dimensions.weight / dimensions.total_weight * coalesce(reached.points_share, 0) as points,
    reached.name_en as level_name_en,
    reached.name_zh as level_name_zh
from reached
inner join (
    select dimension, weight, sum(weight) over () as total_weight from {{ ref('opportunity_dimensions') }}
) as dimensions on reached.dimension = dimensions.dimension
where reached.level_rank = 1 and dimensions.weight > 0
