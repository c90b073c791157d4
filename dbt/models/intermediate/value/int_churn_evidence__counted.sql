-- F9: what a customer told us shortly before the last order or since, as far as the texts are known.
with evidence as (
    select customer_id, 'complaint' as evidence, category as source_text, created_on as told_on
    from {{ ref('fct_tickets') }}
    where kind = 'complaint'
    union all
    select customer_id, 'refund' as evidence, reason as source_text, refunded_on as told_on
    from {{ ref('fct_refunds') }}
    union all
    select customer_id, 'lost_deal' as evidence, lost_reason as source_text, closed_on as told_on
    from {{ ref('fct_opportunities') }}
    where is_closed and not is_won
),

counted as (
    select
        evidence.customer_id,
        terms.reason,
        count(*) as evidence_count,
        max(evidence.told_on) as last_told_on
    from evidence
    inner join {{ ref('churn_reason_terms') }} as terms
        on evidence.evidence = terms.evidence and evidence.source_text = terms.source_text
    inner join {{ ref('int_customer_orders__summarised') }} as orders on evidence.customer_id = orders.customer_id
    where evidence.told_on >= {{ add_days('orders.last_ordered_on', -var('churn_evidence_days')) }}
    group by evidence.customer_id, terms.reason
)

select
    *,
    row_number() over (partition by customer_id order by evidence_count desc, last_told_on desc, reason) as reason_rank
from counted
