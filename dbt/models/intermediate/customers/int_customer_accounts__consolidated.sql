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
    {{ best_value(attribute, 'preference') }} as {{ attribute }},
    {%- endfor %}
    min_by(account_id, preference) as account_id,
    nullif(concat_ws(
        ', '
        {%- for attribute in attributes %},
        case
            when {{ best_source(attribute, 'preference', 'account_id') }} <> min_by(account_id, preference)
                then concat('{{ attribute }} ', {{ best_source(attribute, 'preference', 'account_id') }})
        end
        {%- endfor %}
    ), '') as older_account_values
from accounts
group by customer_id
