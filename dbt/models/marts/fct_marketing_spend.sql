select
    concat(cast(spend.spend_on as {{ dbt.type_string() }}), '/', spend.channel, '/', coalesce(spend.campaign_id, '')) as spend_id,
    spend.spend_on,
    spend.channel,
    spend.campaign_id,
    '{{ reporting_currency() }}' as currency,
    {{ converted('spend.amount', 'rates.rate') }} as spend_amount,
    spend.currency as original_currency,
    spend.amount as original_amount,
    rates.rate as exchange_rate
from {{ ref('stg_marketing__spend') }} as spend
left join {{ ref('int_exchange_rates__spanned') }} as rates
    on
        spend.currency = rates.currency
        and spend.spend_on >= rates.valid_from
        and spend.spend_on < rates.valid_until
