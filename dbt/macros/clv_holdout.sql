{#- What was known of a customer var clv_holdout_days before a day, and what he did until that day. One row per customer. -#}
{% macro clv_holdout(last_day) -%}
    {%- set begin = add_days(last_day, -var('clv_holdout_days')) -%}
    select
        measured.*,
        cast({{ var('clv_holdout_days') }} as bigint) as holdout_days,
        coalesce(held_out.holdout_purchase_count, 0) as holdout_purchase_count,
        coalesce(held_out.holdout_amount, 0) as holdout_amount
    from (
        {{ purchase_histories(begin) }}
    ) as measured
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
