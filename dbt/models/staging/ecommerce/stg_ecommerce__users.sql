with known as (
    {{ latest_version(
        source('ecommerce', 'users'),
        key=['user_id'],
        version_column='updated_at',
        event_time_column='registered_at',
    ) }}
)

select
    user_id,
    {{ without_personal_data(half_width('nickname')) }} as nickname,
    email,
    phone,
    gender,
    birth_year,
    registered_at,
    registration_channel,
    updated_at,
    business_date as delivered_on
from known
