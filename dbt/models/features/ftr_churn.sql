with orders as (
    select * from {{ ref('int_churn_orders__measured') }}
),

tickets as (
    select * from {{ ref('int_churn_tickets__measured') }}
),

contacts as (
    select * from {{ ref('int_churn_contacts__measured') }}
),

joined as (
    select
        orders.*,
        cutoffs.is_label_complete,
        labels.days_to_next_order,
        case
            when contracts.ended_at >= cutoffs.cutoff_at
                then {{ days_between('orders.cutoff_on', business_date('contracts.ended_at')) }}
        end as days_to_contract_end,
        {{ churn_window('orders') }} as churn_window_days,
        windows.usual_window_days,
        case when {{ is_available('erp', 'refunds') }} then coalesce(refunds.refunded_amount, 0) end as refunded_amount,
        coalesce(refunds.recent_refunded_amount, 0) as recent_refunded_amount,
        refunds.latest_event_at as latest_refund_at,
        tickets.latest_event_at as latest_ticket_at,
        contacts.latest_event_at as latest_contact_at,
        {{ if_known('tickets.complaint_count_180_days', is_available('tickets', 'tickets')) }},
        {{ if_known('tickets.unresolved_complaint_count', is_available('tickets', 'tickets')) }},
        {{ if_known('tickets.bad_complaint_count_since_order', is_available('tickets', 'tickets')) }},
        {{ if_known('tickets.ticket_count', is_available('tickets', 'tickets')) }},
        {{ if_known('contacts.interaction_count_90_days', is_available('crm', 'interactions')) }},
        -- Web events begin on some day: before it nothing was recorded, which is not the same as nothing happened.
        {{ if_known('contacts.login_count_30_days', 'web.first_on < ' ~ add_days('orders.cutoff_on', -60)) }},
        {{ if_known('contacts.login_count_previous_30_days', 'web.first_on < ' ~ add_days('orders.cutoff_on', -60)) }},
        -- Who has an account and was never seen has stayed away since visits are recorded, or since he opened it.
        case
            when accounts.opened_at < cutoffs.cutoff_at and web.first_on < orders.cutoff_on
                then
                    least(
                        coalesce(contacts.days_since_visit, 365),
                        {{ days_between('greatest(web.first_on, ' ~ business_date('accounts.opened_at') ~ ')', 'orders.cutoff_on') }}
                    )
        end as days_without_visit,
        -- A visit or a word after the last order speaks of a customer still there, however long the silence.
        orders.recency_days - contacts.days_since_visit as visit_after_order_days,
        case
            when {{ is_available('crm', 'interactions') }}
                then greatest(orders.recency_days - coalesce(contacts.days_since_interaction, orders.recency_days), 0)
        end as interaction_after_order_days,
        contacts.mean_nps_score,
        contacts.mean_csat_score,
        tickets.mean_response_hours,
        tickets.mean_satisfaction_score,
        categories.category_count,
        customers.employee_count,
        case customers.customer_type when 'business' then 1 when 'consumer' then 0 end as is_business
    from orders
    inner join {{ ref('int_churn_cutoffs__listed') }} as cutoffs on orders.cutoff_on = cutoffs.cutoff_on
    inner join {{ ref('dim_customers') }} as customers on orders.customer_id = customers.customer_id
    cross join (select min(started_on) as first_on from {{ ref('fct_web_sessions') }}) as web
    left join {{ ref('int_churn_labels__observed') }} as labels
        on orders.customer_id = labels.customer_id and orders.cutoff_on = labels.cutoff_on
    left join {{ ref('int_contract_ends__observed') }} as contracts on orders.customer_id = contracts.customer_id
    left join {{ ref('int_churn_refunds__measured') }} as refunds
        on orders.customer_id = refunds.customer_id and orders.cutoff_on = refunds.cutoff_on
    left join tickets on orders.customer_id = tickets.customer_id and orders.cutoff_on = tickets.cutoff_on
    left join contacts on orders.customer_id = contacts.customer_id and orders.cutoff_on = contacts.cutoff_on
    left join {{ ref('int_churn_shop_accounts__opened') }} as accounts on orders.customer_id = accounts.customer_id
    left join {{ ref('int_churn_windows__weighed') }} as windows on orders.cutoff_on = windows.cutoff_on
    left join {{ ref('int_churn_categories__counted') }} as categories
        on orders.customer_id = categories.customer_id and orders.cutoff_on = categories.cutoff_on
    {%- if var('churn_definition') == 'contractual' %}
    -- Whoever has no contract, or none any more, has none to end.
    where contracts.customer_id is not null and (contracts.ended_at is null or contracts.ended_at >= cutoffs.cutoff_at)
    {%- endif %}
)

select
    customer_id,
    cutoff_on,
    case when is_label_complete then {{ is_churned('days_to_next_order', 'days_to_contract_end', 'churn_window_days') }} end as is_churned,
    days_to_next_order,
    days_to_contract_end,
    churn_window_days,
    usual_window_days,
    '{{ var('churn_definition') }}' as churn_definition,
    greatest(
        latest_event_at,
        coalesce(latest_refund_at, latest_event_at),
        coalesce(latest_ticket_at, latest_event_at),
        coalesce(latest_contact_at, latest_event_at)
    ) as latest_event_at,
    recency_days,
    frequency,
    cast(gross_amount - coalesce(refunded_amount, 0) as double) as monetary_amount,
    cast(gross_amount - coalesce(refunded_amount, 0) as double) / frequency as average_order_amount,
    tenure_days,
    orders_last_90_days,
    orders_previous_90_days,
    cast(recent_gross_amount - recent_refunded_amount as double) as amount_last_90_days,
    recency_days / nullif(mean_gap_days, 0) as order_gap_ratio,
    mean_gap_days,
    expected_gap_days,
    recency_days / expected_gap_days as silence_ratio,
    -- -log of the chance of such a silence of somebody still a customer, his rate being gamma (Fader, Hardie & Lee 2005, eq. 6).
    frequency * ln((tenure_days + {{ var('usual_order_gap_days') }}) / cast(tenure_days - recency_days + {{ var('usual_order_gap_days') }} as double))
        as silence_surprise,
    -- At his pace so far, shrunk by one gap of the usual length as above.
    frequency * {{ var('churn_window_days') }} / cast(tenure_days + {{ var('usual_order_gap_days') }} as double) as expected_order_count,
    cast(last_gross_amount as double) * frequency / nullif(cast(gross_amount as double), 0) as last_amount_ratio,
    cast(refunded_amount as double) / nullif(cast(gross_amount as double), 0) as refund_share,
    cast(discount_amount as double) / nullif(cast(gross_amount + discount_amount as double), 0) as discount_share,
    cast(last_discount_amount as double) / nullif(cast(last_gross_amount + last_discount_amount as double), 0)
        as last_discount_share,
    cast(discount_amount as double) / nullif(cast(gross_amount + discount_amount as double), 0)
    - cast(last_discount_amount as double) / nullif(cast(last_gross_amount + last_discount_amount as double), 0)
        as discount_drop,
    largest_discount_share - cast(last_discount_amount as double) / nullif(cast(last_gross_amount + last_discount_amount as double), 0)
        as missed_discount_share,
    complaint_count_180_days,
    unresolved_complaint_count,
    bad_complaint_count_since_order,
    ticket_count,
    cast(mean_response_hours as double) as mean_response_hours,
    cast(mean_satisfaction_score as double) as mean_satisfaction_score,
    mean_csat_score,
    mean_nps_score,
    login_count_30_days,
    login_count_previous_30_days,
    days_without_visit,
    visit_after_order_days,
    interaction_after_order_days,
    interaction_count_90_days,
    category_count,
    employee_count,
    is_business
from joined
