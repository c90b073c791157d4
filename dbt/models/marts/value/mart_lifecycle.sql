with months as (
    select
        *,
        lag(lifecycle_stage) over (partition by customer_id order by as_of_date) as previous_stage
    from {{ ref('fct_customer_months') }}
)

select
    months.customer_id,
    months.as_of_date,
    months.lifecycle_stage,
    classes.name_en as lifecycle_stage_name_en,
    classes.name_zh as lifecycle_stage_name_zh,
    months.stage_entered_on,
    {{ days_between('months.stage_entered_on', 'months.as_of_date') }} as days_in_stage,
    months.previous_stage,
    months.is_churned,
    months.recency_days,
    months.frequency,
    months.currency,
    months.monetary_amount
from months
inner join {{ ref('customer_classes') }} as classes
    on classes.class_kind = 'lifecycle_stage' and months.lifecycle_stage = classes.class
where months.as_of_date = {{ as_of_date() }}
