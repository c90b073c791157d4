-- D6 rests on interaction depth where any system delivers interactions, else on frequency and order value alone.
{%- set sources_of_contacts = "('crm.interactions', 'tickets.tickets', 'tickets.survey_responses', 'ecommerce.events', 'ecommerce.reviews')" %}
with months as (
    select * from {{ ref('int_customer_months__segmented') }}
),

contacts as (
    select count(case when is_available then 1 end) > 0 as are_known
    from {{ ref('availability') }}
    where concat(system, '.', entity) in {{ sources_of_contacts }}
),

judged as (
    select
        months.*,
        contacts.are_known as are_contacts_known,
        sum(months.discounted_order_count) over (partition by months.as_of_date) as all_discounted_count,
        sum(months.known_discount_count) over (partition by months.as_of_date) as all_known_discount_count,
        amount_last_365_days > 0 and yearly_rank <= {{ var('top_customer_share') }} * yearly_buyer_count as is_top_decile,
        recency_days >= {{ var('churn_window_days') }} as is_churned,
        case when previous_order_count > 0 then recent_order_count = 0 end as has_lapsed,
        case
            when contacts.are_known then cast(f_score + order_value_score + contact_score as double) / 3
            else cast(f_score + order_value_score as double) / 2
        end as value_score,
        case
            when frequency = 0 then 'acquire'
            when recency_days >= {{ var('save_after_days') }} then 'save'
            when frequency >= {{ var('loyal_order_count') }} then 'loyal'
            else 'convert'
        end as lifecycle_stage
    from months
    cross join contacts
)

select
    judged.customer_id,
    judged.as_of_date,
    judged.first_ordered_on,
    judged.last_ordered_on,
    judged.recency_days,
    judged.frequency,
    '{{ reporting_currency() }}' as currency,
    judged.monetary_amount,
    judged.average_order_amount,
    judged.recent_order_count,
    judged.previous_order_count,
    judged.orders_last_365_days,
    judged.amount_last_365_days,
    -- Who has ordered nothing that belongs to a category: none is known.
    case
        when judged.category_count > 0
            or judged.frequency = 0 and ({{ is_available('erp', 'order_lines') }} or {{ is_available('ecommerce', 'order_items') }})
            then judged.category_count
    end as category_count,
    case when judged.are_contacts_known then judged.contacts_last_365_days end as contacts_last_365_days,
    case when {{ is_available('tickets', 'tickets') }} then judged.complaint_count end as complaint_count,
    case when {{ is_available('marketing', 'referrals') }} then judged.referral_count end as referral_count,
    date_trunc('month', judged.first_ordered_on) = date_trunc('month', judged.as_of_date) as is_new,
    judged.is_churned,
    judged.has_lapsed,
    -- One order tells nothing: as insensitive, those who came once would make sensitive customers look loyal.
    case
        when judged.known_discount_count > 0 and judged.frequency >= {{ var('price_sensitive_min_orders') }}
            then
                judged.discounted_order_count >= {{ var('price_sensitive_discount_share') }} * judged.known_discount_count
                and judged.discounted_order_count * (judged.all_known_discount_count - judged.all_discounted_count)
                >= {{ var('price_sensitive_odds_ratio') }} * judged.all_discounted_count * (judged.known_discount_count - judged.discounted_order_count)
    end as is_price_sensitive,
    judged.r_score,
    judged.f_score,
    judged.m_score,
    judged.rfm_segment,
    judged.rfm_rule,
    judged.is_churn_risk_tier,
    judged.is_top_decile,
    judged.value_score,
    value_tiers.class as value_tier,
    power_tiers.class as spending_power,
    case
        when judged.is_top_decile or judged.rfm_segment = 'important_value' then 'vip'
        when not judged.is_churned and value_tiers.class in ('high_net_worth', 'middle') then 'potential'
        when judged.frequency > 0 then 'ordinary'
    end as service_tier,
    judged.lifecycle_stage,
    case judged.lifecycle_stage
        when 'acquire' then judged.registered_on
        when 'save' then {{ add_days('judged.last_ordered_on', var('save_after_days')) }}
        else judged.last_stage_entered_on
    end as stage_entered_on
from judged
left join {{ ref('customer_classes') }} as value_tiers
    on value_tiers.class_kind = 'value_tier' and judged.value_score >= value_tiers.min_score and judged.value_score < value_tiers.below_score
left join {{ ref('customer_classes') }} as power_tiers
    on power_tiers.class_kind = 'spending_power' and judged.m_score >= power_tiers.min_score and judged.m_score < power_tiers.below_score
