{%- set attributes = [
    'industry', 'employee_count', 'annual_revenue', 'country', 'province', 'city', 'district', 'owner_id',
    'acquisition_channel', 'membership_level', 'marketing_consent',
] -%}

with accounts as (
    select
        customers.customer_id,
        accounts.*,
        row_number() over (
            partition by customers.customer_id
            order by accounts.updated_at desc nulls last, accounts.account_id
        ) as preference
    from {{ ref('stg_crm__accounts') }} as accounts
    inner join {{ ref('int_customers__identified') }} as customers
        on
            customers.record_system = 'crm'
            and customers.record_entity = 'accounts'
            and customers.record_id = accounts.account_id
)

select
    customer_id,
    {%- for attribute in attributes %}
    {{ best_value(attribute, 'preference') }} as {{ attribute }}{{ ',' if not loop.last }}
    {%- endfor %}
from accounts
group by customer_id
