with opportunities as (
    select
        opportunities.*,
        accounts.customer_id,
        {{ business_date('opportunities.created_at') }} as created_on,
        {{ business_date('opportunities.closed_at') }} as closed_on
    from {{ ref('stg_crm__opportunities') }} as opportunities
    left join {{ ref('int_accounts__identified') }} as accounts on opportunities.account_id = accounts.account_id
)

select
    opportunities.opportunity_id,
    opportunities.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    opportunities.account_id,
    opportunities.stage,
    opportunities.product_category,
    opportunities.owner_id,
    coalesce(owners.owner_key, 'unknown') as owner_key,
    opportunities.created_at,
    opportunities.created_on,
    opportunities.expected_close_on,
    opportunities.closed_at,
    opportunities.closed_on,
    opportunities.closed_at is not null as is_closed,
    opportunities.is_won,
    opportunities.lost_reason,
    opportunities.competitor,
    opportunities.decision_maker_met,
    '{{ reporting_currency() }}' as currency,
    opportunities.amount,
    opportunities.budget as budget_amount,
    {{ days_between('opportunities.created_on', 'coalesce(opportunities.closed_on, ' ~ as_of_date() ~ ')') }} as age_days
from opportunities
left join {{ ref('dim_customers_history') }} as customers
    on opportunities.customer_id = customers.customer_id and {{ valid_on('customers', 'opportunities.created_on') }}
left join {{ ref('dim_owners_history') }} as owners
    on opportunities.owner_id = owners.owner_id and {{ valid_on('owners', 'opportunities.created_on') }}
