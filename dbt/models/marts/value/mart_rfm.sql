with months as (
    select
        *,
        case
            when r_score >= 4 and f_score >= 4 and m_score >= 4 then 'core'
            when r_score >= 4 then 'potential'
            when r_score <= 2 and (f_score >= 4 or m_score >= 4) then 'sleeping'
            else 'other'
        end as rfm_score_group
    from {{ ref('fct_customer_months') }}
    where frequency > 0
)

select
    months.customer_id,
    months.as_of_date,
    months.recency_days,
    months.frequency,
    months.currency,
    months.monetary_amount,
    months.r_score,
    months.f_score,
    months.m_score,
    months.rfm_segment,
    labels.name_en as rfm_segment_name_en,
    labels.name_zh as rfm_segment_name_zh,
    months.rfm_rule as rule,
    months.is_churn_risk_tier,
    months.rfm_score_group
from months
inner join {{ ref('labels') }} as labels on labels.domain = 'rfm_segment' and months.rfm_segment = labels.code
