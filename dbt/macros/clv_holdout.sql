{#- What was known of a customer var clv_holdout_days before a day, and what he did until that day. One row per customer. -#}
{% macro clv_holdout(last_day) -%}
    {%- set begin = add_days(last_day, -var('clv_holdout_days')) -%}
    select
        measured.customer_id,
        customers.customer_type,
        measured.frequency,
        measured.recency_days,
        measured.age_days,
        measured.total_amount,
        measured.recent_days,
        measured.recent_amount,
        case when measured.mean_repeat_amount > 0 then measured.mean_repeat_amount end as mean_repeat_amount,
        cast({{ var('clv_holdout_days') }} as bigint) as holdout_days,
        coalesce(held_out.holdout_purchase_count, 0) as holdout_purchase_count,
        coalesce(held_out.holdout_amount, 0) as holdout_amount
    from (
        {{ purchase_histories(begin) }}
    ) as measured
    inner join {{ ref('dim_customers') }} as customers on measured.customer_id = customers.customer_id
    left join (
        select
            customer_id,
            count(distinct ordered_on) as holdout_purchase_count,
            cast(sum(net_amount) as double) as holdout_amount
        from {{ ref('fct_orders') }}
        where is_counted and customer_id is not null and ordered_on > {{ begin }} and ordered_on <= {{ last_day }}
        group by customer_id
    ) as held_out on measured.customer_id = held_out.customer_id
{%- endmacro %}
