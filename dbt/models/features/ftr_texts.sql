{{ config(materialized='view') }}
-- Free text is personal data: a view in the private zone. What leaves it is how the text sounds, not what it says.
select
    'ticket' as text_source,
    tickets.ticket_id as record_id,
    facts.customer_id,
    facts.created_on as written_on,
    facts.category as theme,
    coalesce(tickets.body, tickets.subject) as body
from {{ ref('stg_tickets__tickets') }} as tickets
inner join {{ ref('fct_tickets') }} as facts on tickets.ticket_id = facts.ticket_id
where coalesce(tickets.body, tickets.subject) is not null and facts.created_on > {{ add_days(as_of_date(), -365) }}
union all
select
    'review' as text_source,
    reviews.review_id as record_id,
    facts.customer_id,
    facts.created_on as written_on,
    products.category as theme,
    reviews.body
from {{ ref('stg_ecommerce__reviews') }} as reviews
inner join {{ ref('fct_reviews') }} as facts on reviews.review_id = facts.review_id
left join {{ ref('dim_products') }} as products on facts.sku = products.sku
where reviews.body is not null and facts.created_on > {{ add_days(as_of_date(), -365) }}
union all
select
    'survey' as text_source,
    responses.response_id as record_id,
    facts.customer_id,
    facts.responded_on as written_on,
    responses.touchpoint as theme,
    responses.reason_text as body
from {{ ref('stg_tickets__survey_responses') }} as responses
inner join {{ ref('fct_survey_responses') }} as facts on responses.response_id = facts.response_id
where responses.reason_text is not null and facts.responded_on > {{ add_days(as_of_date(), -365) }}
