{%- set checks = [
    ref('int_reconciliation__revenue'), ref('int_reconciliation__shop_revenue'), ref('int_reconciliation__lines'),
    ref('int_reconciliation__rows'),
] -%}

with refunds as (
    select
        'refunds_by_order_and_by_refund_date' as check_name,
        'erp.refunds' as subject,
        cast(null as date) as month_starts_on,
        cast(null as {{ dbt.type_string() }}) as sales_channel,
        sum(refund_amount) as source_value,
        sum(case when order_id is null then refund_amount else 0 end) as explained_value,
        sum(case when order_id is null then 1 else 0 end) as explained_count,
        (select coalesce(sum(refunded_amount), 0) from {{ ref('fct_orders') }}) as published_value,
        {{ var('reconciliation_tolerance_amount') }} as tolerance
    from {{ ref('fct_refunds') }}
),

balances as (
    select * from refunds
    {%- for check in checks %}
    union all
    select * from {{ check }}
    {%- endfor %}
),

compared as (
    select
        check_name,
        subject,
        month_starts_on,
        sales_channel,
        case when check_name = 'rows' then 'rows' else '{{ reporting_currency() }}' end as unit,
        {{ money('coalesce(source_value, 0)') }} as source_value,
        {{ money('coalesce(explained_value, 0)') }} as explained_value,
        cast(coalesce(explained_count, 0) as bigint) as explained_row_count,
        {{ money('coalesce(published_value, 0)') }} as published_value,
        {{ money('coalesce(source_value, 0) - coalesce(explained_value, 0) - coalesce(published_value, 0)') }} as difference,
        {{ money('tolerance') }} as tolerance
    from balances
)

select
    *,
    abs(difference) <= tolerance as is_within_tolerance
from compared
