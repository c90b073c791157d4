with known as (
    {{ latest_version(
        source('marketing', 'referrals'),
        key=['referral_id'],
        event_time_column='created_at',
    ) }}
)

select
    referral_id,
    referrer_account_id,
    referred_email,
    created_at,
    converted_at,
    business_date as delivered_on
from known
