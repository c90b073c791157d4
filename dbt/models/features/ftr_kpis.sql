{%- set kpis = [
    ('net_revenue', 'amount', 'int_kpi_orders__counted', 'net_revenue', 'order_count'),
    ('order_count', 'count', 'int_kpi_orders__counted', 'order_count', 'active_customer_count'),
    ('ordering_customer_count', 'count', 'int_kpi_orders__counted', 'active_customer_count', 'null'),
    ('new_customer_count', 'count', 'int_kpi_orders__counted', 'new_customer_count', 'active_customer_count'),
    ('average_order_value', 'ratio', 'int_kpi_orders__counted', 'net_revenue', 'order_count'),
    ('repeat_order_share', 'ratio', 'int_kpi_orders__counted', 'repeat_order_count', 'known_order_count'),
    ('ticket_count', 'count', 'int_kpi_service__counted', 'ticket_count', 'null'),
    ('complaint_count', 'count', 'int_kpi_service__counted', 'complaint_count', 'ticket_count'),
    ('first_response_minutes', 'ratio', 'int_kpi_service__counted', 'first_response_minutes', 'first_response_count'),
    ('csat', 'ratio', 'int_kpi_service__counted', 'satisfied_count', 'rated_count'),
    ('nps', 'ratio', 'int_kpi_answers__counted', 'net_promoter_points', 'response_count'),
    ('session_count', 'count', 'int_kpi_sessions__counted', 'session_count', 'null'),
    ('session_conversion_rate', 'ratio', 'int_kpi_sessions__counted', 'purchase_session_count', 'session_count'),
] -%}
-- The value of a ratio is numerator / denominator; that of a count or an amount is its numerator, and the denominator, if any, is what it goes with:
-- revenue = orders x revenue an order.
with kpis as (
    {%- for metric, kind, relation, numerator, denominator in kpis %}
    select
        '{{ metric }}' as metric,
        '{{ kind }}' as metric_kind,
        dimension,
        dimension_value,
        period_grain,
        period_starts_on,
        cast({{ numerator }} as double) as numerator,
        cast({{ denominator }} as double) as denominator
    from {{ ref(relation) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    *,
    case when metric_kind = 'ratio' then numerator / nullif(denominator, 0) else numerator end as value,
    case period_grain
        when 'day' then period_starts_on
        when 'week' then {{ add_days('period_starts_on', 6) }}
        else last_day(period_starts_on)
    end as period_ends_on
from kpis
where metric_kind <> 'ratio' or denominator > 0
