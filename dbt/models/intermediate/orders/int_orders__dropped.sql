select
    source_system,
    source_order_id,
    kept_order_id,
    dedup_rule
from {{ ref('int_orders__matched') }}
where not is_kept
