select
    refunds.customer_id,
    cutoffs.cutoff_on,
    max(refunds.refunded_at) as latest_event_at,
    sum(refunds.refund_amount) as refunded_amount,
    sum(
        case
            when orders.ordered_on > {{ add_days('cutoffs.cutoff_on', -var('recent_orders_window_days')) }}
                then refunds.refund_amount
            else 0
        end
    ) as recent_refunded_amount
from {{ ref('fct_refunds') }} as refunds
inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on refunds.refunded_at < cutoffs.cutoff_at
left join {{ ref('fct_orders') }} as orders on refunds.order_id = orders.order_id
where
    refunds.customer_id is not null
    and (
        orders.order_id is null
        or (orders.ordered_at < cutoffs.cutoff_at and (orders.is_counted or orders.cancelled_at >= cutoffs.cutoff_at))
    )
group by refunds.customer_id, cutoffs.cutoff_on
