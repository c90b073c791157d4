with interactions as (
    select
        interactions.*,
        accounts.customer_id,
        {{ business_date('interactions.occurred_at') }} as occurred_on
    from {{ ref('stg_crm__interactions') }} as interactions
    left join {{ ref('int_accounts__identified') }} as accounts on interactions.account_id = accounts.account_id
    -- How somebody was drawn for an action is no contact; features.ftr_past_actions reads it.
    where interactions.action_arm is null
)

select
    interactions.interaction_id,
    interactions.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    interactions.account_id,
    interactions.contact_id,
    interactions.kind,
    interactions.owner_id,
    coalesce(owners.owner_key, 'unknown') as owner_key,
    interactions.occurred_at,
    interactions.occurred_on,
    interactions.outcome
from interactions
left join {{ ref('dim_customers_history') }} as customers
    on interactions.customer_id = customers.customer_id and {{ valid_on('customers', 'interactions.occurred_on') }}
left join {{ ref('dim_owners_history') }} as owners
    on interactions.owner_id = owners.owner_id and {{ valid_on('owners', 'interactions.occurred_on') }}
