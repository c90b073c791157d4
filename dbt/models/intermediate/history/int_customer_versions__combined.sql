{{ config(materialized='table') }}

{%- set attributes = ['owner_id', 'membership_level', 'industry_code', 'province', 'macro_region'] -%}

with accounts as (
    select * from {{ ref('int_account_versions__spanned') }}
),

-- A day on which any account of the customer changed or went.
days as (
    select customer_id, valid_from as changed_on from accounts
    union
    select customer_id, valid_to as changed_on from accounts
    where valid_to < date '9999-12-31'
),

states as (
    select
        days.customer_id,
        days.changed_on,
        accounts.account_id,
        {%- for attribute in attributes %}
        accounts.{{ attribute }},
        {%- endfor %}
        row_number() over (
            partition by days.customer_id, days.changed_on
            order by accounts.updated_at desc nulls last, accounts.account_id
        ) as preference
    from days
    left join accounts on days.customer_id = accounts.customer_id and {{ valid_on('accounts', 'days.changed_on') }}
),

best as (
    select
        customer_id,
        changed_on
        {%- for attribute in attributes %},
        {{ best_value(attribute, 'preference') }} as {{ attribute }}
        {%- endfor %}
    from states
    group by customer_id, changed_on
),

compared as (
    select
        *,
        row_number() over by_day as position
        {%- for attribute in attributes %},
        lag({{ attribute }}) over by_day as former_{{ attribute }}
        {%- endfor %}
    from best
    window by_day as (partition by customer_id order by changed_on)
),

changes as (
    select *
    from compared
    where
        position = 1
        {%- for attribute in attributes %}
        or {{ attribute }} is distinct from former_{{ attribute }}
        {%- endfor %}
)

select
    customer_id,
    {%- for attribute in attributes %}
    {{ attribute }},
    {%- endfor %}
    -- What was first known is taken to have held before.
    case when position = 1 then date '0001-01-01' else changed_on end as valid_from,
    coalesce(lead(changed_on) over (partition by customer_id order by changed_on), date '9999-12-31') as valid_to
from changes
