with orders as (
    select
        *,
        frequency > 0 or {{ is_available('erp', 'orders') }} or {{ is_available('ecommerce', 'orders') }} as is_known
    from {{ ref('int_customer_orders__summarised') }}
)

select
    customers.customer_id,
    customers.company_name,
    customers.industry,
    customers.contact_name,
    customers.phone,
    customers.registered_on,
    orders.last_ordered_on,
    case when orders.is_known then orders.monetary_amount end as cumulative_spend_amount,
    '{{ reporting_currency() }}' as currency,
    customers.customer_type,
    customers.industry_name_zh,
    customers.email,
    customers.province,
    customers.macro_region,
    customers.owner_id,
    customers.contact_name_inferred_from,
    customers.phone_inferred_from,
    customers.email_inferred_from
from {{ ref('dim_customers') }} as customers
inner join orders on customers.customer_id = orders.customer_id
