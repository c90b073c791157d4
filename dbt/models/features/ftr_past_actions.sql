-- Trials that the CRM knows of: who was drawn for an action and who was left alone. The night before the contact decided.
with drawn as (
    select
        accounts.customer_id,
        catalogue.programme,
        catalogue.action_code,
        case interactions.action_arm when 'treated' then 'assigned' else 'held_out' end as status,
        catalogue.is_holdout_allowed as is_measured,
        {{ add_days(business_date('interactions.occurred_at'), -1) }} as as_of_date,
        case when interactions.action_arm = 'treated' and interactions.kind <> 'other' then {{ business_date('interactions.occurred_at') }} end
            as contacted_on
    from {{ ref('stg_crm__interactions') }} as interactions
    inner join {{ ref('int_accounts__identified') }} as accounts on interactions.account_id = accounts.account_id
    inner join {{ ref('action_catalogue') }} as catalogue on interactions.action_code = catalogue.action_code
    where interactions.action_arm is not null and accounts.customer_id is not null
)

select
    customer_id,
    programme,
    action_code,
    status,
    is_measured,
    as_of_date,
    min(contacted_on) as contacted_on
from drawn
group by customer_id, programme, action_code, status, is_measured, as_of_date
