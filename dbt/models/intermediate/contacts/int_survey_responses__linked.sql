{{ linked_contacts(
    ref('stg_tickets__survey_responses'),
    id='response_id',
    reference='customer_ref',
    email='respondent_email',
    phone='respondent_phone',
) }}
