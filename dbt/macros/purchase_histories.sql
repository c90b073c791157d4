{#- Purchase days of every customer up to a day, in the terms of BG/NBD and Gamma-Gamma. One row per customer. -#}
{% macro purchase_histories(day) -%}
    select
        customer_id,
        count(*) - 1 as frequency,
        {{ days_between('min(ordered_on)', 'max(ordered_on)') }} as recency_days,
        {{ days_between('min(ordered_on)', day) }} as age_days,
        cast(sum(net_amount) as double) as total_amount,
        cast({{ var('clv_holdout_days') }} as bigint) as recent_days,
        cast(sum(case when ordered_on > {{ add_days(day, -var('clv_holdout_days')) }} then net_amount else 0 end) as double) as recent_amount,
        cast(sum(case when purchase_day_number > 1 then net_amount end) as double) / nullif(count(*) - 1, 0) as mean_repeat_amount
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
    group by customer_id
{%- endmacro %}
