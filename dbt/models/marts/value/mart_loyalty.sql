-- C36: behaviour and attitude, each component between 0 and 1, weighted by the seed; what is not known is left out.
with months as (
    select * from {{ ref('fct_customer_months') }}
    where as_of_date = {{ as_of_date() }} and frequency > 0
),

attitudes as (
    select
        customer_id,
        avg(case when survey = 'nps' then score / scale_max end) as preference,
        avg(case when survey <> 'nps' and scale_max > 1 then (score - 1) / (scale_max - 1) end) as satisfaction
    from {{ ref('fct_survey_responses') }}
    where customer_id is not null
    group by customer_id
),

components as (
    select
        months.customer_id,
        months.lifecycle_stage,
        percent_rank() over (order by months.frequency) as frequency,
        percent_rank() over (order by {{ days_between('months.first_ordered_on', 'months.last_ordered_on') }}) as tenure,
        case
            when months.category_count is not null
                then percent_rank() over (partition by months.category_count is null order by months.category_count)
        end as cross_buy,
        cast(attitudes.preference as double) as preference,
        cast(attitudes.satisfaction as double) as satisfaction,
        cast(case when months.referral_count > 0 then 1 when months.referral_count = 0 then 0 end as double) as referral
    from months
    left join attitudes on months.customer_id = attitudes.customer_id
),

{%- set behaviour, attitude = ['frequency', 'tenure', 'cross_buy'], ['preference', 'satisfaction', 'referral'] %}

weights as (
    select
        {%- for name in behaviour + attitude %}
        cast(max(case when component = '{{ name }}' then weight end) as double) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('loyalty_weights') }}
),

scored as (
    select
        components.*,
        {%- for kind, names in [('behaviour', behaviour), ('attitude', attitude), ('loyalty', behaviour + attitude)] %}
        100 * ({% for name in names %}coalesce(weights.{{ name }} * components.{{ name }}, 0){{ ' + ' if not loop.last }}{% endfor %})
        / nullif({% for name in names %}case when components.{{ name }} is null then 0 else weights.{{ name }} end{{ ' + ' if not loop.last }}{% endfor %}, 0) as {{ kind }}_score{{ ',' if not loop.last }}
        {%- endfor %}
    from components
    cross join weights
)

select
    scored.customer_id,
    {{ as_of_date() }} as as_of_date,
    {%- for name in behaviour + attitude %}
    scored.{{ name }} as {{ name }}_component,
    {%- endfor %}
    scored.behaviour_score,
    scored.attitude_score,
    scored.loyalty_score,
    tiers.class as loyalty_tier,
    tiers.name_en as loyalty_tier_name_en,
    tiers.name_zh as loyalty_tier_name_zh
from scored
inner join {{ ref('customer_classes') }} as tiers
    on tiers.class_kind = 'loyalty_tier' and scored.loyalty_score >= tiers.min_score and scored.loyalty_score < tiers.below_score
