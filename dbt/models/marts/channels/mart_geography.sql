{%- set active_after = add_days(as_of_date(), '-' ~ var('active_window_days')) -%}

with customers as (
    select
        customers.country,
        coalesce(matched.macro_region, customers.macro_region) as macro_region,
        coalesce(matched.province, customers.province) as province,
        matched.province_code,
        customers.city,
        orders.frequency,
        orders.monetary_amount,
        case when orders.last_ordered_on > {{ active_after }} then 1 else 0 end as is_active
    from {{ ref('dim_customers') }} as customers
    inner join {{ ref('int_customer_orders__summarised') }} as orders on customers.customer_id = orders.customer_id
    left join {{ ref('int_provinces__matched') }} as matched on customers.province = matched.province_text
),

-- Every province of a country that we are in: those without a customer are white space too.
provinces as (
    select
        regions.province_code,
        regions.province,
        regions.name_en,
        regions.macro_region,
        populations.population_thousands
    from {{ ref('regions') }} as regions
    left join {{ ref('region_populations') }} as populations on regions.province_code = populations.province_code
    where exists (select 1 from customers where province_code is not null)
),

inhabited as (
    select 'province' as region_level, province as region, population_thousands from provinces
    union all
    select 'macro_region' as region_level, macro_region as region, sum(population_thousands) as population_thousands
    from provinces
    group by macro_region
),

located as (
    select 'country' as region_level, country as region, cast(null as {{ dbt.type_string() }}) as parent_region, customers.* from customers where country is not null
    union all
    select 'macro_region' as region_level, macro_region as region, null as parent_region, customers.* from customers where macro_region is not null
    union all
    select 'province' as region_level, province as region, coalesce(macro_region, country) as parent_region, customers.* from customers where province is not null
    union all
    select 'city' as region_level, city as region, coalesce(province, country) as parent_region, customers.* from customers where city is not null
),

summed as (
    select
        region_level,
        region,
        parent_region,
        count(*) as customer_count,
        sum(is_active) as active_customer_count,
        sum(frequency) as order_count,
        sum(monetary_amount) as net_amount
    from located
    group by region_level, region, parent_region
),

empty_provinces as (
    select 'province' as region_level, province as region, macro_region as parent_region, 0 as customer_count, 0 as active_customer_count, 0 as order_count, 0 as net_amount
    from provinces
    where province not in (select region from summed where region_level = 'province')
),

regions as (
    select * from summed
    union all
    select * from empty_provinces
),

whole as (
    select 1000 * sum(summed.customer_count) / sum(inhabited.population_thousands) as customers_per_million
    from inhabited
    left join summed on inhabited.region_level = summed.region_level and inhabited.region = summed.region
    where inhabited.region_level = 'province'
),

compared as (
    select
        regions.*,
        inhabited.population_thousands,
        1000 * regions.customer_count / inhabited.population_thousands as customers_per_million,
        whole.customers_per_million as all_customers_per_million
    from regions
    cross join whole
    left join inhabited on regions.region_level = inhabited.region_level and regions.region = inhabited.region
)

select
    compared.region_level,
    compared.region,
    coalesce(compared.parent_region, '') as parent_region,
    coalesce(labels.name_en, provinces.name_en, compared.region) as region_name_en,
    coalesce(labels.name_zh, compared.region) as region_name_zh,
    compared.customer_count,
    cast(compared.active_customer_count as bigint) as active_customer_count,
    cast(compared.order_count as bigint) as order_count,
    '{{ reporting_currency() }}' as currency,
    {{ money('compared.net_amount') }} as net_amount,
    {{ money('compared.net_amount / nullif(compared.customer_count, 0)') }} as net_amount_per_customer,
    cast(compared.customer_count / nullif(sum(compared.customer_count) over of_level, 0) as double) as customer_share_rate,
    cast(compared.net_amount / nullif(sum(compared.net_amount) over of_level, 0) as double) as net_share_rate,
    cast(compared.population_thousands as bigint) as population_thousands,
    cast(compared.customers_per_million as double) as customers_per_million,
    cast(100 * compared.customers_per_million / nullif(compared.all_customers_per_million, 0) as double) as density_index,
    100 * compared.customers_per_million < {{ var('white_space_index') }} * compared.all_customers_per_million as is_white_space,
    {{ as_of_date() }} as as_of_date
from compared
left join {{ ref('labels') }} as labels
    on compared.region_level = 'macro_region' and labels.domain = 'macro_region' and compared.region = labels.code
left join provinces on compared.region_level = 'province' and compared.region = provinces.province
window of_level as (partition by compared.region_level)
