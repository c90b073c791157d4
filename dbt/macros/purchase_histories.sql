{#- Purchase days of every customer up to a day, in the terms of BG/NBD and Gamma-Gamma. One row per customer.

    Gamma-Gamma knows positive amounts only; a customer who returned everything has no mean worth the name. -#}
{% macro purchase_histories(day) -%}
    select
        purchase_days.customer_id,
        any_value(customers.customer_type) as customer_type,
        count(*) - 1 as frequency,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} as recency_days,
        {{ days_between('min(ordered_on)', day) }} as age_days,
        cast(sum(net_amount) as double) as total_amount,
        cast({{ var('clv_holdout_days') }} as bigint) as recent_days,
        cast(sum(case when ordered_on > {{ add_days(day, -var('clv_holdout_days')) }} then net_amount else 0 end) as double) as recent_amount,
        case
            when sum(case when purchase_day_number > 1 then net_amount end) > 0
                then cast(sum(case when purchase_day_number > 1 then net_amount end) as double) / (count(*) - 1)
        end as mean_repeat_amount
    from (
        select
            customer_id,
            ordered_on,
            sum(net_amount) as net_amount,
            row_number() over (partition by customer_id order by ordered_on) as purchase_day_number
        from {{ ref('fct_orders') }}
        where is_counted and customer_id is not null and ordered_on <= {{ day }}
        group by customer_id, ordered_on
    ) as purchase_days
    inner join {{ ref('dim_customers') }} as customers on purchase_days.customer_id = customers.customer_id
    group by purchase_days.customer_id
{%- endmacro %}
