{{ config(meta={'dagster': {'ref': {'name': 'fct_refunds'}}}) }}

with counted as (
    select
        (select count(*) from {{ ref('stg_erp__refunds') }}) as delivered_refunds,
        (select count(*) from {{ ref('fct_refunds') }}) as published_refunds,
        (select count(*) from {{ ref('stg_tickets__tickets') }}) as delivered_tickets,
        (select count(*) from {{ ref('fct_tickets') }}) as published_tickets
)

select *
from counted
where delivered_refunds <> published_refunds or delivered_tickets <> published_tickets
