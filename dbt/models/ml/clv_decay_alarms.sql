-- F12: whose expected value has fallen since the last score that is at least the alarm's span old.
with scores as (
    select
        customer_id,
        as_of_date,
        clv_amount,
        probability_alive
    from {{ ref('clv_scores') }}
),

compared_with as (
    select max(as_of_date) as as_of_date
    from scores
    where as_of_date <= {{ add_days(as_of_date(), -var('clv_decay_days')) }}
)

select
    now.customer_id,
    now.as_of_date,
    before.as_of_date as compared_with_date,
    before.clv_amount as previous_clv_amount,
    now.clv_amount,
    now.clv_amount / before.clv_amount - 1 as change_share,
    before.probability_alive as previous_probability_alive,
    now.probability_alive
from scores as now
inner join compared_with on now.as_of_date = {{ as_of_date() }}
inner join scores as before
    on
        now.customer_id = before.customer_id
        and before.as_of_date = compared_with.as_of_date
where before.clv_amount > 0 and now.clv_amount < (1 - {{ var('clv_decay_share') }}) * before.clv_amount
