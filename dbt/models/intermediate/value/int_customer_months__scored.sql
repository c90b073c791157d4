-- Fifths by percent rank among those who have ordered, so that equal values have equal scores; the best fifth is 5.
{%- set fifths = {
    'r_score': '-recency_days',
    'f_score': 'frequency',
    'm_score': 'monetary_amount',
    'order_value_score': 'average_order_amount',
    'contact_score': 'contacts_last_365_days',
} %}
with months as (
    select
        *,
        {{ days_between('last_ordered_on', 'as_of_date') }} as recency_days,
        {{ money('monetary_amount / nullif(frequency, 0)') }} as average_order_amount
    from {{ ref('int_customer_months__measured') }}
)

select
    *,
    {%- for score, measure in fifths.items() %}
    case
        when frequency > 0
            then cast(least(5, 1 + floor(5 * percent_rank() over (partition by as_of_date, frequency > 0 order by {{ measure }}))) as integer)
    end as {{ score }},
    {%- endfor %}
    rank() over (partition by as_of_date order by amount_last_365_days desc) as yearly_rank,
    count(case when amount_last_365_days > 0 then 1 end) over (partition by as_of_date) as yearly_buyer_count
from months
