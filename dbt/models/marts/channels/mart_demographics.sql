{%- set active_after = add_days(as_of_date(), '-' ~ var('active_window_days')) -%}

with people as (
    select * from {{ ref('int_customer_demographics__consolidated') }}
),

aged as (
    select
        people.*,
        bands.age_band,
        bands.sort_order
    from people
    left join {{ ref('age_bands') }} as bands
        on year({{ as_of_date() }}) - people.birth_year between bands.min_age and bands.max_age
),

attributes as (
    select customer_id, 'age_band' as attribute, age_band as attribute_value, sort_order from aged
    {%- for attribute in ['gender', 'income_band', 'education', 'occupation', 'marital_status'] %}
    union all
    select customer_id, '{{ attribute }}' as attribute, {{ attribute }} as attribute_value, null as sort_order from aged
    {%- endfor %}
),

summed as (
    select
        attributes.attribute,
        attributes.attribute_value,
        attributes.sort_order,
        count(*) as customer_count,
        sum(case when orders.frequency > 0 then 1 else 0 end) as buying_customer_count,
        sum(case when orders.last_ordered_on > {{ active_after }} then 1 else 0 end) as active_customer_count,
        sum(orders.frequency) as order_count,
        sum(orders.monetary_amount) as net_amount
    from attributes
    inner join {{ ref('int_customer_orders__summarised') }} as orders on attributes.customer_id = orders.customer_id
    where attributes.attribute_value is not null
    group by attributes.attribute, attributes.attribute_value, attributes.sort_order
),

counted as (
    select count(*) as person_count from people
)

select
    summed.attribute,
    summed.attribute_value,
    summed.sort_order,
    summed.customer_count,
    cast(summed.customer_count / sum(summed.customer_count) over of_attribute as double) as customer_share_rate,
    cast(sum(summed.customer_count) over of_attribute / counted.person_count as double) as known_rate,
    cast(summed.buying_customer_count as bigint) as buying_customer_count,
    cast(summed.active_customer_count as bigint) as active_customer_count,
    cast(summed.active_customer_count / nullif(summed.buying_customer_count, 0) as double) as active_rate,
    cast(summed.order_count as bigint) as order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('summed.net_amount') }} as net_amount,
    cast(summed.net_amount / nullif(sum(summed.net_amount) over of_attribute, 0) as double) as net_share_rate,
    {{ money('summed.net_amount / nullif(summed.buying_customer_count, 0)') }} as net_amount_per_buying_customer,
    {{ money('summed.net_amount / nullif(summed.order_count, 0)') }} as average_order_amount,
    {{ as_of_date() }} as as_of_date
from summed
cross join counted
window of_attribute as (partition by summed.attribute)
