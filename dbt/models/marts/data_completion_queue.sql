with customers as (
    select * from {{ ref('dim_customers') }}
),

segments as (
    select * from {{ ref('int_customers__segmented') }}
),

contacts as (
    select * from {{ ref('int_customer_contact_data__completed') }}
),

industries as (
    select * from {{ ref('industry_mapping') }}
),

suggested_provinces as (
    select * from {{ ref('int_customer_provinces__suggested') }}
),

-- Who spoke to the customer last knows best, where nobody is in charge.
last_owners as (
    select customer_id, owner_id, occurred_on
    from (
        select
            customer_id,
            owner_id,
            occurred_on,
            row_number() over (partition by customer_id order by occurred_at desc, interaction_id) as lateness
        from {{ ref('fct_interactions') }}
        where customer_id is not null and owner_id is not null
    ) as interactions
    where lateness = 1
),

-- Where nobody has spoken to the customer either, who has most customers of the region, else of all, finds somebody.
owned as (
    select
        owner_id,
        macro_region,
        count(*) as customer_count
    from customers
    where owner_id is not null
    group by owner_id, macro_region
),

regional_owners as (
    select macro_region, owner_id
    from (
        select
            *,
            row_number() over (partition by macro_region order by customer_count desc, owner_id) as position
        from owned
        where macro_region is not null
    ) as ranked
    where position = 1
),

chief_owners as (
    select owner_id
    from (
        select owner_id, row_number() over (order by sum(customer_count) desc, owner_id) as position
        from owned
        group by owner_id
    ) as ranked
    where position = 1
),

gaps as (
    {%- for field, masked in [
        ('contact_name', masked_name('contact_name')), ('phone', masked_phone('phone')), ('email', masked_email('email')),
    ] %}
    select
        customer_id,
        '{{ field }}' as field,
        {{ masked }} as suggestion,
        {{ field }}_inferred_from as suggestion_source,
        {{ business_date(field ~ '_inferred_at') }} as suggested_on,
        cast(null as double) as confidence,
        {{ field }} is not null as is_filled
    from contacts
    where {{ field }} is null or {{ field }}_inferred_from is not null
    union all
    {%- endfor %}
    select
        customers.customer_id,
        'industry' as field,
        industries.suggested_name_en as suggestion,
        case
            when industries.suggested_code is not null then 'similar text'
            when industries.industry_text is not null then 'unmapped text'
        end as suggestion_source,
        cast(null as date) as suggested_on,
        case when industries.suggested_code is not null then industries.confidence end as confidence,
        false as is_filled
    from customers
    left join industries on customers.industry_source_text = industries.industry_text
    where customers.industry is null and customers.customer_type = 'business'
    union all
    select
        customers.customer_id,
        'province' as field,
        suggested_provinces.province as suggestion,
        case
            when suggested_provinces.province is not null then 'address'
            when customers.province is not null then 'unmapped text'
        end as suggestion_source,
        cast(null as date) as suggested_on,
        cast(null as double) as confidence,
        false as is_filled
    from customers
    left join suggested_provinces on customers.customer_id = suggested_provinces.customer_id
    where customers.macro_region is null
    union all
    select
        customers.customer_id,
        'owner_id' as field,
        last_owners.owner_id as suggestion,
        case when last_owners.owner_id is not null then 'interaction' end as suggestion_source,
        last_owners.occurred_on as suggested_on,
        cast(null as double) as confidence,
        false as is_filled
    from customers
    left join last_owners on customers.customer_id = last_owners.customer_id
    where customers.owner_id is null
)

select
    gaps.customer_id,
    gaps.field,
    case when gaps.is_filled then 'inferred' when gaps.suggestion is not null then 'suggested' else 'missing' end as status,
    gaps.suggestion,
    gaps.suggestion_source,
    gaps.suggested_on,
    gaps.confidence,
    coalesce(
        customers.owner_id, last_owners.owner_id, regional_owners.owner_id, chief_owners.owner_id
    ) as confirming_owner_id,
    case
        when segments.rfm_segment like 'important%' then 'high'
        when segments.rfm_segment is not null then 'normal'
        else 'low'
    end as priority
from gaps
inner join customers on gaps.customer_id = customers.customer_id
left join segments on gaps.customer_id = segments.customer_id
left join last_owners on gaps.customer_id = last_owners.customer_id
left join suggested_provinces on gaps.customer_id = suggested_provinces.customer_id
left join regional_owners
    on coalesce(customers.macro_region, suggested_provinces.macro_region) = regional_owners.macro_region
left join chief_owners on true
