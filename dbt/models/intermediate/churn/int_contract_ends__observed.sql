-- A customer is gone when the last of his accounts is: closed, or its subscription over, whichever came first.
with ends as (
    select
        identified.customer_id,
        {{ if_happened('least(coalesce(accounts.closed_at, accounts.subscription_ended_at), coalesce(accounts.subscription_ended_at, accounts.closed_at))') }}
            as ended_at
    from {{ ref('stg_crm__accounts') }} as accounts
    inner join {{ ref('int_customers__identified') }} as identified
        on accounts.account_id = identified.record_id and identified.record_system = 'crm' and identified.record_entity = 'accounts'
)

select
    customer_id,
    case when count(*) = count(ended_at) then max(ended_at) end as ended_at
from ends
group by customer_id
