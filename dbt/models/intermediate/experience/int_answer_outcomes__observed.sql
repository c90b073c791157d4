-- One answer a customer and question, the last one whose window is over, so that no customer weighs more than another.
with windows as (
    select
        *,
        row_number() over (partition by metric, customer_id order by answered_on desc, answer_id) as position_from_last
    from {{ ref('int_answers__classified') }}
    where
        customer_id is not null
        and {{ add_days('answered_on', var('churn_window_days')) }} <= {{ as_of_date() }}
),

answers as (
    select * from windows where position_from_last = 1
),

orders as (
    select
        answers.metric,
        answers.customer_id,
        count(case when orders.ordered_on > answers.answered_on then 1 end) as later_order_count,
        count(
            case
                when
                    orders.ordered_on > answers.answered_on
                    and orders.ordered_on <= {{ add_days('answers.answered_on', var('repurchase_window_days')) }}
                    then 1
            end
        ) as soon_order_count,
        sum(case when orders.ordered_on > answers.answered_on then orders.net_amount else 0 end) as later_amount,
        sum(case when orders.ordered_on <= answers.answered_on then orders.net_amount else 0 end) as earlier_amount
    from answers
    inner join {{ ref('fct_orders') }} as orders on answers.customer_id = orders.customer_id
    where
        orders.is_counted
        and orders.ordered_on > {{ add_days('answers.answered_on', -var('churn_window_days')) }}
        and orders.ordered_on <= {{ add_days('answers.answered_on', var('churn_window_days')) }}
    group by answers.metric, answers.customer_id
),

referrals as (
    select distinct
        answers.metric,
        answers.customer_id
    from answers
    inner join {{ ref('fct_referrals') }} as referrals on answers.customer_id = referrals.referrer_customer_id
    where
        referrals.created_on > answers.answered_on
        and referrals.created_on <= {{ add_days('answers.answered_on', var('churn_window_days')) }}
)

select
    answers.metric,
    answers.customer_id,
    answers.answer_class,
    answers.score,
    coalesce(orders.later_order_count, 0) > 0 as is_retained,
    coalesce(orders.soon_order_count, 0) > 0 as has_repurchased,
    coalesce(orders.later_amount, 0) > coalesce(orders.earlier_amount, 0) as has_grown,
    case when {{ is_available('marketing', 'referrals') }} then referrals.customer_id is not null end as has_referred
from answers
left join orders on answers.metric = orders.metric and answers.customer_id = orders.customer_id
left join referrals on answers.metric = referrals.metric and answers.customer_id = referrals.customer_id
