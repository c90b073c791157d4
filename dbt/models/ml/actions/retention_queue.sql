{%- set is_high_risk = 'churn_probability >= ' ~ var('high_risk_probability') %}
select
    {{- task_columns() }},
    case when {{ is_high_risk }} then 'high_risk' else 'at_risk' end as label,
    case when {{ is_high_risk }} then 'High churn risk' else 'At risk' end as label_en,
    case when {{ is_high_risk }} then '高流失风险' else '流失风险' end as label_zh,
    churn_probability as score,
    value_tier
from {{ ref('int_action_tasks__open') }}
where programme = 'retention'
