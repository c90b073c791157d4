{%- set kinds = ['value_tier', 'service_tier', 'spending_power'] %}
select
    months.customer_id,
    months.as_of_date,
    {%- for kind in kinds %}
    months.{{ kind }},
    {{ kind }}s.name_en as {{ kind }}_name_en,
    {{ kind }}s.name_zh as {{ kind }}_name_zh,
    {%- endfor %}
    service_tiers.service_pack_en,
    service_tiers.service_pack_zh,
    months.value_score,
    months.frequency,
    months.currency,
    months.average_order_amount,
    months.contacts_last_365_days,
    months.amount_last_365_days,
    months.is_top_decile
from {{ ref('fct_customer_months') }} as months
{%- for kind in kinds %}
inner join {{ ref('customer_classes') }} as {{ kind }}s on {{ kind }}s.class_kind = '{{ kind }}' and months.{{ kind }} = {{ kind }}s.class
{%- endfor %}
