with referrals as (
    select
        referrals.*,
        {{ business_date('referrals.created_at') }} as created_on,
        {{ normalised_email('referrals.referred_email') }} as email
    from {{ ref('stg_marketing__referrals') }} as referrals
)

select
    referrals.referral_id,
    referrers.customer_id as referrer_customer_id,
    coalesce(customers.customer_key, 'unknown') as referrer_customer_key,
    referred.customer_id as referred_customer_id,
    referrals.created_at,
    referrals.created_on,
    referrals.converted_at,
    referrals.converted_at is not null as is_converted
from referrals
left join {{ ref('int_accounts__identified') }} as referrers on referrals.referrer_account_id = referrers.account_id
left join {{ ref('int_customer_keys__identified') }} as referred
    on referred.key_kind = 'email' and referrals.email = referred.key_value
left join {{ ref('dim_customers_history') }} as customers
    on referrers.customer_id = customers.customer_id and {{ valid_on('customers', 'referrals.created_on') }}
