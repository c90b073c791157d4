select distinct
    orders.customer_id,
    cutoffs.cutoff_on
from {{ ref('fct_orders') }} as orders
inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs
    on
        orders.ordered_at >= cutoffs.cutoff_at
        and orders.ordered_on <= {{ add_days('cutoffs.cutoff_on', var('churn_window_days')) }}
where orders.is_counted and orders.customer_id is not null and cutoffs.is_label_complete
