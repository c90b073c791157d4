with responses as (
    select
        responses.*,
        linked.customer_id,
        linked.link_rule,
        {{ business_date('responses.responded_at') }} as responded_on
    from {{ ref('stg_tickets__survey_responses') }} as responses
    inner join {{ ref('int_survey_responses__linked') }} as linked on responses.response_id = linked.response_id
)

select
    responses.response_id,
    responses.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    responses.link_rule,
    responses.survey,
    responses.touchpoint,
    responses.score,
    responses.scale_max,
    responses.importance,
    case
        when responses.survey = 'nps' and responses.scale_max = 10
            then
                case
                    when responses.score >= {{ var('nps_promoter_from') }} then 'promoter'
                    when responses.score >= {{ var('nps_passive_from') }} then 'passive'
                    else 'detractor'
                end
    end as nps_class,
    responses.reason_text is not null as has_reason,
    responses.sent_at,
    responses.responded_at,
    responses.responded_on
from responses
left join {{ ref('dim_customers_history') }} as customers
    on responses.customer_id = customers.customer_id and {{ valid_on('customers', 'responses.responded_on') }}
