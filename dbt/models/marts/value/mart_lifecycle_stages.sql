-- E2: what each stage is there for. The rates are of the customers who were in the stage when the month began.
with transitions as (
    select * from {{ ref('mart_lifecycle_transitions') }}
),

began as (
    select
        as_of_date,
        from_stage as lifecycle_stage,
        sum(customer_count) as customer_count,
        sum(ordering_customer_count) as ordering_customer_count,
        sum(order_count) as order_count,
        sum(net_amount) as net_amount,
        sum(case when to_stage = 'loyal' then customer_count else 0 end) as loyal_customer_count,
        sum(case when to_stage = 'save' then customer_count else 0 end) as silent_customer_count
    from transitions
    group by as_of_date, from_stage
),

ended as (
    select
        months.as_of_date,
        months.lifecycle_stage,
        count(*) as customer_count,
        count(case when months.is_churned then 1 end) as churned_customer_count,
        sum({{ days_between('months.stage_entered_on', 'months.as_of_date') }}) as days_in_stage,
        count(months.stage_entered_on) as dated_count
    from {{ ref('fct_customer_months') }} as months
    group by months.as_of_date, months.lifecycle_stage
)

select
    ended.as_of_date,
    ended.lifecycle_stage,
    classes.name_en as lifecycle_stage_name_en,
    classes.name_zh as lifecycle_stage_name_zh,
    ended.customer_count,
    cast(ended.customer_count as double) / sum(ended.customer_count) over (partition by ended.as_of_date) as customer_share,
    ended.churned_customer_count,
    cast(ended.days_in_stage as double) / nullif(ended.dated_count, 0) as mean_days_in_stage,
    cast(began.customer_count as bigint) as customer_count_at_beginning,
    cast(began.ordering_customer_count as bigint) as ordering_customer_count,
    cast(began.loyal_customer_count as bigint) as loyal_customer_count,
    cast(began.silent_customer_count as bigint) as silent_customer_count,
    cast(began.ordering_customer_count as double) / began.customer_count as ordering_rate,
    cast(began.loyal_customer_count as double) / began.customer_count as loyal_rate,
    cast(began.silent_customer_count as double) / began.customer_count as silent_rate,
    cast(began.order_count as bigint) as order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('began.net_amount') }} as net_amount
from ended
inner join {{ ref('customer_classes') }} as classes
    on classes.class_kind = 'lifecycle_stage' and ended.lifecycle_stage = classes.class
left join began on ended.as_of_date = began.as_of_date and ended.lifecycle_stage = began.lifecycle_stage
