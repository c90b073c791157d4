-- Purchases of a day beside what happened outside: calendar, promotions, spend, and how others were served before that day.
{%- set orders_of_group = {'all': "'all'", 'customer_type': 'customers.customer_type', 'macro_region': 'customers.macro_region'} %}
with orders as (
    select
        facts.customer_id,
        facts.ordered_on,
        facts.net_amount,
        facts.discount_amount / nullif(facts.gross_amount + facts.discount_amount, 0) as discount_rate,
        customers.customer_type,
        customers.macro_region
    from {{ ref('fct_orders') }} as facts
    inner join {{ ref('dim_customers') }} as customers on facts.customer_id = customers.customer_id
    where facts.is_counted
),

firsts as (
    select
        customer_id,
        customer_type,
        macro_region,
        min(ordered_on) as first_ordered_on
    from orders
    group by customer_id, customer_type, macro_region
),

span as (
    select min(ordered_on) as first_on, max(ordered_on) as last_on from orders
),

days as (
    select
        dates.*,
        calendar.is_promotion,
        calendar.is_incident,
        calendar.days_from_spring_festival,
        {{ days_between('span.first_on', 'dates.date_on') }} as day_number
    from {{ ref('dim_dates') }} as dates
    inner join {{ ref('ftr_kpi_days') }} as calendar on dates.date_on = calendar.date_on
    inner join span on dates.date_on >= span.first_on and dates.date_on <= span.last_on
),

discounts as (
    select
        ordered_on as date_on,
        avg(cast(discount_rate as decimal(18, 8))) as discount_rate,
        count(*) as order_count
    from orders
    group by ordered_on
),

spend as (
    select
        spend_on as date_on,
        sum(spend_amount) as spend_amount
    from {{ ref('fct_marketing_spend') }}
    group by spend_on
),

complaints as (
    select
        created_on as date_on,
        count(*) as complaint_count,
        avg(cast(satisfaction_score as decimal(18, 8))) as satisfaction_score
    from {{ ref('fct_tickets') }}
    where kind = 'complaint'
    group by created_on
),

-- Only what was over before the day: what customers do on it must not explain itself.
outside as (
    select
        days.date_on,
        case when days.is_promotion then 1.0 else 0.0 end as promotion,
        case when days.is_incident then 1.0 else 0.0 end as incident,
        -- Buying stops some days before the holiday begins.
        case when days.days_from_spring_festival between -3 and 5 then 1.0 else 0.0 end as spring_festival,
        case when days.holiday_name_en is not null and days.holiday_name_en <> 'Spring Festival' and not days.is_working_day then 1.0 else 0.0 end
            as public_holiday,
        case when days.holiday_name_en is null and not days.is_working_day then 1.0 else 0.0 end as weekend,
        {%- for quarter in [2, 3, 4] %}
        case when days.quarter_number = {{ quarter }} then 1.0 else 0.0 end as quarter_{{ quarter }},
        {%- endfor %}
        days.day_number / cast(365.25 as double) as years_elapsed,
        100 * cast(avg(discounts.discount_rate) over month_before as double) as discount_points_before,
        case when {{ is_available('marketing', 'spend') }} then cast(sum(coalesce(spend.spend_amount, 0)) over week_before as double) end
            as marketing_spend_before,
        case
            when {{ is_available('tickets', 'tickets') }}
                then
                    100 * sum(coalesce(complaints.complaint_count, 0)) over month_before
                    / cast(nullif(sum(discounts.order_count) over month_before, 0) as double)
        end as complaints_per_100_orders_before,
        cast(avg(complaints.satisfaction_score) over month_before as double) as satisfaction_before
    from days
    left join discounts on days.date_on = discounts.date_on
    left join spend on days.date_on = spend.date_on
    left join complaints on days.date_on = complaints.date_on
    window
        week_before as (order by days.date_on rows between 7 preceding and 1 preceding),
        month_before as (order by days.date_on rows between 28 preceding and 1 preceding)
),
{% for dimension, value in orders_of_group.items() %}
sold_by_{{ dimension }} as (
    select
        ordered_on as date_on,
        {{ value.replace('customers.', '') }} as dimension_value,
        count(*) as order_count,
        cast(sum(net_amount) as double) as net_amount
    from orders
    group by ordered_on, dimension_value
),

joined_by_{{ dimension }} as (
    select
        first_ordered_on as date_on,
        {{ value.replace('customers.', '') }} as dimension_value,
        count(*) as new_customer_count
    from firsts
    group by first_ordered_on, dimension_value
),

grouped_by_{{ dimension }} as (
    select
        '{{ dimension }}' as dimension,
        groups.dimension_value,
        outside.date_on,
        coalesce(sold.order_count, 0) as order_count,
        coalesce(sold.net_amount, 0) as net_amount,
        sum(coalesce(joined.new_customer_count, 0)) over (
            partition by groups.dimension_value order by outside.date_on rows between unbounded preceding and current row
        ) as customer_count
    from outside
    cross join (select distinct dimension_value from sold_by_{{ dimension }} where dimension_value is not null) as groups
    left join sold_by_{{ dimension }} as sold on outside.date_on = sold.date_on and groups.dimension_value = sold.dimension_value
    left join joined_by_{{ dimension }} as joined on outside.date_on = joined.date_on and groups.dimension_value = joined.dimension_value
){{ ',' if not loop.last }}
{% endfor %}
select
    grouped.*,
    outside.promotion,
    outside.incident,
    outside.spring_festival,
    outside.public_holiday,
    outside.weekend,
    outside.quarter_2,
    outside.quarter_3,
    outside.quarter_4,
    outside.years_elapsed,
    outside.discount_points_before,
    ln(1 + outside.marketing_spend_before) as log_marketing_spend_before,
    outside.complaints_per_100_orders_before,
    outside.satisfaction_before
from (
    {%- for dimension in orders_of_group %}
    select * from grouped_by_{{ dimension }}{{ ' union all' if not loop.last }}
    {%- endfor %}
) as grouped
inner join outside on grouped.date_on = outside.date_on
