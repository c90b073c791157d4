with contacts as (
    select * from {{ ref('int_contacts__classified') }}
),

periods as (
    select
        *,
        'month' as period_grain,
        cast(date_trunc('month', contacted_on) as date) as period_starts_on
    from contacts
    union all
    select
        *,
        'all' as period_grain,
        min(contacted_on) over (partition by contact_kind) as period_starts_on
    from contacts
),

summed as (
    select
        period_grain,
        period_starts_on,
        contact_kind,
        channel,
        channel_class,
        is_digital,
        is_self_service,
        count(*) as contact_count,
        count(distinct customer_id) as customer_count,
        sum(net_amount) as net_amount
    from periods
    group by period_grain, period_starts_on, contact_kind, channel, channel_class, is_digital, is_self_service
)

select
    summed.period_grain,
    summed.period_starts_on,
    case
        when summed.period_grain = 'month' then last_day(summed.period_starts_on) <= {{ as_of_date() }}
        else true
    end as is_whole_period,
    summed.contact_kind,
    summed.channel,
    coalesce(classes.name_en, summed.channel) as channel_name_en,
    coalesce(classes.name_zh, summed.channel) as channel_name_zh,
    summed.channel_class,
    summed.is_digital,
    summed.is_self_service,
    summed.contact_count,
    cast(sum(summed.contact_count) over kind_of_period as bigint) as all_contact_count,
    cast(summed.contact_count / sum(summed.contact_count) over kind_of_period as double) as contact_share_rate,
    summed.customer_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('summed.net_amount') }} as net_amount,
    cast(summed.net_amount / nullif(sum(summed.net_amount) over kind_of_period, 0) as double) as net_share_rate,
    {{ as_of_date() }} as as_of_date
from summed
left join {{ ref('channel_classes') }} as classes
    on summed.contact_kind = classes.contact_kind and summed.channel = classes.channel
window kind_of_period as (partition by summed.period_grain, summed.period_starts_on, summed.contact_kind)
