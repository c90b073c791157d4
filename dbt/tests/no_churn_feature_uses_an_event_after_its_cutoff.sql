{{ config(tags=['leakage']) }}

-- N8: every feature knows only what was before the end of its cut-off day, every outcome lies after it, and no label is
-- given before its window is over.
select customer_id, cutoff_on, latest_event_at, days_to_next_order
from {{ ref('ftr_churn') }}
where
    latest_event_at >= {{ end_of_day('cutoff_on') }}
    or days_to_next_order < 1
    or days_to_contract_end < 1
    or (is_churned is not null and {{ add_days('cutoff_on', 'cast(churn_window_days as integer)') }} > {{ as_of_date() }})
