-- Drift as recorded on each day, and what became of the customers scored once their churn window is over.
with drift as (
    select
        as_of_date,
        model,
        model_version,
        'drift' as kind,
        subject,
        population_stability_index as value,
        row_count as customer_count
    from {{ source('scores', 'model_drift') }}
    where as_of_date <= {{ as_of_date() }}
),

judged as (
    select
        scores.as_of_date,
        scores.customer_id,
        scores.model_version,
        scores.churn_probability,
        {%- if var('churn_definition') == 'contractual' %}
        max(case when contracts.ended_at < {{ end_of_day(add_days('scores.as_of_date', var('churn_window_days'))) }} then 1 else 0 end) as is_churned
    from {{ ref('churn_scores') }} as scores
    left join {{ ref('int_contract_ends__observed') }} as contracts on scores.customer_id = contracts.customer_id
        {%- else %}
        max(case when orders.order_id is not null then 0 else 1 end) as is_churned
    from {{ ref('churn_scores') }} as scores
    left join {{ ref('fct_orders') }} as orders
        on
            scores.customer_id = orders.customer_id
            and orders.is_counted
            and orders.ordered_on > scores.as_of_date
            and orders.ordered_on <= {{ add_days('scores.as_of_date', var('churn_window_days')) }}
        {%- endif %}
    where {{ add_days('scores.as_of_date', var('churn_window_days')) }} <= {{ as_of_date() }}
    group by scores.as_of_date, scores.customer_id, scores.model_version, scores.churn_probability
),

calibration as (
    select
        as_of_date,
        'churn' as model,
        model_version,
        count(*) as customer_count,
        avg(churn_probability) as mean_predicted,
        avg(is_churned) as observed_rate,
        avg((churn_probability - is_churned) * (churn_probability - is_churned)) as brier
    from judged
    group by as_of_date, model_version
)

select * from drift
{%- for metric in ['mean_predicted', 'observed_rate', 'brier'] %}
union all
select
    as_of_date,
    model,
    model_version,
    'calibration' as kind,
    '{{ metric }}' as subject,
    {{ metric }} as value,
    customer_count
from calibration
{%- endfor %}
