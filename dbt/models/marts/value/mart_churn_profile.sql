with months as (
    select * from {{ ref('fct_customer_months') }}
    where as_of_date = {{ as_of_date() }} and frequency > 0
),

triggered as (
    select
        months.*,
        signals.login_count,
        signals.previous_login_count,
        signals.recent_complaint_count,
        signals.previous_complaint_count,
        case
            when signals.previous_login_count >= {{ var('login_drop_min_logins') }}
                then greatest(1 - cast(signals.login_count as double) / signals.previous_login_count, 0)
        end as login_drop_rate,
        case
            when months.previous_order_count > 0
                then greatest(1 - cast(months.recent_order_count as double) / months.previous_order_count, 0)
        end as order_drop_rate,
        cycles.last_interval_days / nullif(cycles.mean_interval_days, 0) as last_interval_ratio,
        months.recency_days / nullif(cycles.mean_interval_days, 0) as silence_ratio,
        evidence.reason,
        evidence.evidence_count
    from months
    inner join {{ ref('int_churn_signals__measured') }} as signals on months.customer_id = signals.customer_id
    left join {{ ref('mart_purchase_cycles') }} as cycles on months.customer_id = cycles.customer_id
    left join {{ ref('int_churn_evidence__counted') }} as evidence
        on months.customer_id = evidence.customer_id and evidence.reason_rank = 1
),

-- C17: who left without another reason known and bought with discounts left for the price, as far as we can tell.
explained as (
    select
        *,
        case
            when is_churned
                then coalesce(reason, case when is_price_sensitive then 'price' end, case when complaint_count is not null then 'silent' end)
        end as churn_reason
    from triggered
)

select
    explained.customer_id,
    explained.as_of_date,
    explained.is_churned,
    case when explained.is_churned then {{ add_days('explained.last_ordered_on', var('churn_window_days')) }} end as churned_on,
    explained.has_lapsed,
    case when explained.complaint_count is not null then explained.is_churned and explained.complaint_count = 0 end as is_silent_churn,
    explained.churn_reason,
    reasons.name_en as churn_reason_name_en,
    reasons.name_zh as churn_reason_name_zh,
    case
        when explained.is_churned
            then case when explained.reason is not null then 'told' when explained.is_price_sensitive then 'inferred' else 'none' end
    end as churn_reason_basis,
    case when explained.is_churned then explained.evidence_count end as evidence_count,
    explained.login_count,
    explained.previous_login_count,
    explained.login_drop_rate,
    explained.login_drop_rate >= {{ var('login_drop_rate') }} as has_login_drop,
    explained.recency_days as days_without_order,
    explained.recency_days >= {{ var('save_after_days') }} as has_no_order,
    explained.recent_order_count,
    explained.previous_order_count,
    explained.order_drop_rate,
    explained.order_drop_rate >= {{ var('order_drop_rate') }} as has_order_drop,
    explained.recent_complaint_count,
    explained.previous_complaint_count,
    explained.recent_complaint_count > explained.previous_complaint_count as has_rising_complaints,
    explained.last_interval_ratio,
    explained.silence_ratio,
    explained.is_price_sensitive,
    explained.complaint_count,
    explained.frequency,
    explained.currency,
    explained.monetary_amount,
    explained.value_tier
from explained
left join {{ ref('customer_classes') }} as reasons
    on reasons.class_kind = 'churn_reason' and explained.churn_reason = reasons.class
