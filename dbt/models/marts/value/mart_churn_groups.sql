-- F11, C17, D14: of those who ordered in the window before the last, who did not in the last; by group, against a year earlier.
{%- set groups = ['price_sensitive', 'customer_type', 'macro_region', 'value_tier', 'complained'] %}
with months as (
    select
        months.as_of_date,
        months.has_lapsed,
        case when months.is_price_sensitive then 'yes' when not months.is_price_sensitive then 'no' else 'unknown' end as price_sensitive,
        coalesce(customers.customer_type, 'unknown') as customer_type,
        coalesce(customers.macro_region, 'unknown') as macro_region,
        -- The tier of three months ago: today's already suffers from what it is to explain.
        coalesce(
            lag(months.value_tier, 3) over (partition by months.customer_id order by months.as_of_date), 'none'
        ) as value_tier,
        case when months.complaint_count > 0 then 'yes' when months.complaint_count = 0 then 'no' else 'unknown' end as complained
    from {{ ref('fct_customer_months') }} as months
    inner join {{ ref('dim_customers') }} as customers on months.customer_id = customers.customer_id
),

counted as (
    select
        as_of_date,
        case
            {%- for name in groups %}
            when grouping({{ name }}) = 0 then '{{ name }}'
            {%- endfor %}
            else 'all'
        end as dimension,
        case
            {%- for name in groups %}
            when grouping({{ name }}) = 0 then {{ name }}
            {%- endfor %}
            else 'all'
        end as dimension_value,
        count(*) as customer_count,
        count(case when has_lapsed then 1 end) as churned_customer_count
    from months
    where has_lapsed is not null
    group by grouping sets ((as_of_date){% for name in groups %}, (as_of_date, {{ name }}){% endfor %})
),

rated as (
    select
        *,
        cast(churned_customer_count as double) / customer_count as churn_rate
    from counted
),

-- The running month is as far as it is: its earlier month is the month end nearest to the same day a year ago.
years as (
    select later.as_of_date, max(earlier.as_of_date) as earlier_on
    from (select distinct as_of_date from rated) as later
    inner join (select distinct as_of_date from rated) as earlier
        on earlier.as_of_date <= {{ add_days('later.as_of_date', -351) }}
    group by later.as_of_date
)

select
    rated.as_of_date,
    rated.dimension,
    rated.dimension_value,
    rated.customer_count,
    rated.churned_customer_count,
    rated.churn_rate,
    rated.churn_rate / nullif(totals.churn_rate, 0) as churn_index,
    earlier.churn_rate as churn_rate_a_year_earlier,
    rated.churn_rate / nullif(earlier.churn_rate, 0) - 1 as change_on_a_year_earlier
from rated
inner join rated as totals on rated.as_of_date = totals.as_of_date and totals.dimension = 'all'
left join years on rated.as_of_date = years.as_of_date
left join rated as earlier
    on
        years.earlier_on = earlier.as_of_date
        and rated.dimension = earlier.dimension
        and rated.dimension_value = earlier.dimension_value
