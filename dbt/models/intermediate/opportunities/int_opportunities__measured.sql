with opportunities as (
    select * from {{ ref('fct_opportunities') }}
),

-- What the customer had bought when the opportunity was opened, and of that the last year.
orders as (
    select
        opportunities.opportunity_id,
        count(*) as orders_before,
        max(orders.ordered_on) as last_ordered_on,
        count(case when orders.ordered_on >= {{ add_days('opportunities.created_on', -365) }} then 1 end) as orders_last_365_days
    from opportunities
    inner join {{ ref('fct_orders') }} as orders
        on opportunities.customer_id = orders.customer_id and orders.ordered_on < opportunities.created_on
    where orders.is_counted
    group by opportunities.opportunity_id
),

deals as (
    select
        opportunities.opportunity_id,
        count(*) as closed_deals_before,
        count(case when earlier.is_won then 1 end) as won_deals_before
    from opportunities
    inner join opportunities as earlier
        on opportunities.customer_id = earlier.customer_id and earlier.closed_on < opportunities.created_on
    where earlier.is_won is not null
    group by opportunities.opportunity_id
),

deciders as (
    select
        account_id,
        max(case when is_decision_maker then 1 else 0 end) as is_known
    from {{ ref('stg_crm__contacts') }}
    group by account_id
)

select
    opportunities.opportunity_id,
    cast(customers.employee_count as double) as company_size,
    case
        when customers.industry_code is null then null
        {%- if var('target_industry_codes') %}
        when customers.industry_code in ('{{ var('target_industry_codes') | join("', '") }}')
            or substr(customers.industry_code, 1, 1) in ('{{ var('target_industry_codes') | join("', '") }}') then 2
        {%- endif %}
        when served.is_core then 2
        when served.industry_code is not null then 1
        else 0
    end as industry_match,
    cast(opportunities.budget_amount as double) / nullif(cast(opportunities.amount as double), 0) as budget,
    case
        when opportunities.decision_maker_met then 2
        when deciders.is_known = 1 then 1
        when opportunities.decision_maker_met is not null or deciders.is_known is not null then 0
    end as decision_maker,
    case
        when {{ is_available('erp', 'orders') }} or {{ is_available('ecommerce', 'orders') }}
            then coalesce(orders.orders_last_365_days, 0)
    end as past_cooperation,
    coalesce(orders.orders_before, 0) as orders_before,
    {{ days_between('orders.last_ordered_on', 'opportunities.created_on') }} as days_since_order_before,
    coalesce(deals.closed_deals_before, 0) as closed_deals_before,
    coalesce(deals.won_deals_before, 0) as won_deals_before
from opportunities
left join {{ ref('dim_customers') }} as customers on opportunities.customer_id = customers.customer_id
left join {{ ref('int_industries__served') }} as served on customers.industry_code = served.industry_code
left join orders on opportunities.opportunity_id = orders.opportunity_id
left join deals on opportunities.opportunity_id = deals.opportunity_id
left join deciders on opportunities.account_id = deciders.account_id
