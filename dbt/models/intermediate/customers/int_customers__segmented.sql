select
    customer_id,
    rfm_segment,
    value_tier,
    is_churn_risk_tier
from {{ ref('fct_customer_months') }}
where as_of_date = {{ as_of_date() }} and frequency > 0
