{{ config(tags=['leakage']) }}

select customer_id, cutoff_on, latest_event_at
from {{ ref('ftr_churn') }}
where latest_event_at >= {{ end_of_day('cutoff_on') }}
