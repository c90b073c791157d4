{{ config(tags=['reconciliation'], meta={'dagster': {'ref': {'name': 'reconciliation'}}}) }}

-- N18: rows in = rows out + explained, and revenue of ERP, shop and facts agree in every month and channel.
select * from {{ ref('reconciliation') }}
where not coalesce(is_within_tolerance, false)
