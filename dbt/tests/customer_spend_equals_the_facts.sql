{{ config(tags=['reconciliation'], meta={'dagster': {'ref': {'name': 'mart_customers'}}}) }}

-- Every customer's spend comes from counted orders and from counted refunds that name no order.
with facts as (
    select
        (select coalesce(sum(net_amount), 0) from {{ ref('fct_orders') }} where is_counted and customer_id is not null) as order_amount,
        (
            select coalesce(sum(refund_amount), 0) from {{ ref('fct_refunds') }}
            where is_counted and order_id is null and customer_id is not null
        ) as loose_refund_amount,
        (select coalesce(sum(cumulative_spend_amount), 0) from {{ ref('mart_customers') }}) as spend_amount,
        (select count(*) from {{ ref('mart_customers') }}) as mart_rows,
        (select count(*) from {{ ref('dim_customers') }}) as customer_rows
)

select *
from facts
where spend_amount <> order_amount - loose_refund_amount or mart_rows <> customer_rows
