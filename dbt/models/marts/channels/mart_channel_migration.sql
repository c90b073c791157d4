with contacts as (
    select
        contact_kind,
        channel,
        is_digital,
        customer_id,
        contacted_on,
        cast(date_trunc('quarter', contacted_on) as date) as quarter_starts_on
    from {{ ref('int_contacts__classified') }}
    where customer_id is not null
),

used as (
    select
        contact_kind,
        customer_id,
        quarter_starts_on,
        channel,
        is_digital,
        count(*) as contact_count,
        max(contacted_on) as last_contacted_on
    from contacts
    group by contact_kind, customer_id, quarter_starts_on, channel, is_digital
),

ranked as (
    select
        *,
        row_number() over (
            partition by contact_kind, customer_id, quarter_starts_on
            order by contact_count desc, last_contacted_on desc, channel
        ) as preference
    from used
),

-- The quarter before is the customer's own last one with a contact, which may lie further back.
moves as (
    select
        contact_kind,
        quarter_starts_on,
        lag(channel) over by_time as from_channel,
        lag(is_digital) over by_time as from_digital,
        channel as to_channel,
        is_digital as to_digital
    from ranked
    where preference = 1
    window by_time as (partition by contact_kind, customer_id order by quarter_starts_on)
),

summed as (
    select
        contact_kind,
        quarter_starts_on,
        from_channel,
        to_channel,
        from_digital,
        to_digital,
        count(*) as customer_count
    from moves
    where from_channel is not null
    group by contact_kind, quarter_starts_on, from_channel, to_channel, from_digital, to_digital
)

select
    contact_kind,
    quarter_starts_on,
    from_channel,
    to_channel,
    case
        when from_digital = to_digital then 'none'
        when to_digital then 'to_digital'
        when from_digital then 'from_digital'
    end as digital_move,
    customer_count,
    cast(sum(customer_count) over from_same as bigint) as from_customer_count,
    cast(customer_count / sum(customer_count) over from_same as double) as move_rate,
    {{ as_of_date() }} as as_of_date
from summed
window from_same as (partition by contact_kind, quarter_starts_on, from_channel)
