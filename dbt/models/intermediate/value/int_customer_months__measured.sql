{{ config(materialized='table') }}

-- What falls out of a window later is booked out on that day: every month is then a running sum, and no order is read twice.
{%- set window = var('churn_window_days') %}
{%- set sums = {
    'frequency': 'case when days = 0 then order_count else 0 end',
    'discounted_order_count': 'case when days = 0 then discounted_count else 0 end',
    'known_discount_count': 'case when days = 0 then known_discount_count else 0 end',
    'monetary_amount': 'case when days = 0 then amount else 0 end',
    'category_count': 'case when days = 0 then category_count else 0 end',
    'complaint_count': 'case when days = 0 then complaint_count else 0 end',
    'referral_count': 'case when days = 0 then referral_count else 0 end',
    'recent_order_count': 'case days when 0 then order_count when ' ~ window ~ ' then -order_count else 0 end',
    'previous_order_count': 'case days when ' ~ window ~ ' then order_count when ' ~ 2 * window ~ ' then -order_count else 0 end',
    'orders_last_365_days': 'case days when 0 then order_count when 365 then -order_count else 0 end',
    'amount_last_365_days': 'case days when 0 then amount when 365 then -amount else 0 end',
    'contacts_last_365_days': 'case days when 0 then contact_count when 365 then -contact_count else 0 end',
} %}
with snapshots as (
    select distinct {{ month_end_until_as_of('date_on') }} as as_of_date
    from {{ ref('dim_dates') }}
    where date_on <= {{ as_of_date() }} and date_on > {{ add_days(as_of_date(), -31 * var('customer_history_months')) }}
),

windows as (
    {%- for days in [0, window, 2 * window, 365] %}
    select {{ days }} as days{{ ' union all' if not loop.last }}
    {%- endfor %}
),

bookings as (
    select
        movements.*,
        windows.days,
        {{ add_days('movements.moved_on', 'windows.days') }} as booked_on
    from {{ ref('int_customer_movements__collected') }} as movements
    inner join windows
        on windows.days = 0 or (windows.days = 365 and movements.category_count + movements.complaint_count = 0) or movements.order_count > 0
        where {{ add_days('movements.moved_on', 'windows.days') }} <= {{ as_of_date() }}
),

changes as (
    select
        bookings.customer_id,
        greatest({{ month_end_until_as_of('bookings.booked_on') }}, (select min(as_of_date) from snapshots)) as as_of_date,
        {%- for name, expression in sums.items() %}
        cast(sum({{ expression }}) as {{ 'decimal(18, 4)' if 'amount' in name else 'integer' }}) as {{ name }},
        {%- endfor %}
        min(case when order_count > 0 then moved_on end) as first_ordered_on,
        max(case when order_count > 0 then moved_on end) as last_ordered_on,
        max(stage_entered_on) as stage_entered_on
    from bookings
    group by 1, 2
),

known as (
    select
        customers.customer_id,
        customers.registered_on,
        coalesce(least(customers.registered_on, min(changes.first_ordered_on)), {{ as_of_date() }}) as known_on,
        min(changes.as_of_date) as changes_from
    from {{ ref('dim_customers') }} as customers
    left join changes on customers.customer_id = changes.customer_id
    group by customers.customer_id, customers.registered_on
),

-- What happened before a customer is known, such as the refund of an older order, counts from then on: the sums begin with it.
summed as (
    select
        known.customer_id,
        snapshots.as_of_date,
        known.registered_on,
        known.known_on,
        min(changes.first_ordered_on) over so_far as first_ordered_on,
        max(changes.last_ordered_on) over so_far as last_ordered_on,
        max(changes.stage_entered_on) over so_far as last_stage_entered_on,
        {%- for name in sums %}
        cast(coalesce(sum(changes.{{ name }}) over so_far, 0) as {{ 'decimal(18, 4)' if 'amount' in name else 'bigint' }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from known
    inner join snapshots on least(known.known_on, known.changes_from) <= snapshots.as_of_date
    left join changes on known.customer_id = changes.customer_id and snapshots.as_of_date = changes.as_of_date
    window so_far as (partition by known.customer_id order by snapshots.as_of_date)
)

select
    customer_id,
    as_of_date,
    registered_on,
    first_ordered_on,
    last_ordered_on,
    last_stage_entered_on,
    {%- for name in sums %}
    {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
from summed
where known_on <= as_of_date
