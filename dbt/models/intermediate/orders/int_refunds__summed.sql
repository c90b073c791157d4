select
    order_id,
    sum(refund_amount) as refunded_amount
from {{ ref('int_refunds__attributed') }}
where order_id is not null
group by order_id
