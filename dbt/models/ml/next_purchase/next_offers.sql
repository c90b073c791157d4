-- I6: the next need of a customer, and what to offer for it: a promotion to those who buy with one, else a bundle of a product
-- that the customer has with the one that goes with it best, else a reminder of the category.
with needs as (
    select * from {{ ref('next_purchases') }}
    where as_of_date = {{ as_of_date() }}
),

-- The best product that goes with one of the customer's own, of the expected category if there is one.
bundles as (
    select
        recommended.customer_id,
        recommended.sku,
        recommended.product_name,
        recommended.because_of_sku,
        recommended.because_of_product_name,
        row_number() over (
            partition by recommended.customer_id
            order by case when recommended.category = needs.expected_category then 0 else 1 end, recommended.position
        ) as choice
    from {{ ref('product_recommendations') }} as recommended
    inner join needs on recommended.customer_id = needs.customer_id
    where recommended.because_of_sku is not null
)

select
    needs.customer_id,
    needs.as_of_date,
    needs.expected_category as need_category,
    needs.expected_on as need_expected_on,
    needs.is_overdue,
    case
        when customers.is_price_sensitive then 'promotion'
        when bundles.sku is not null then 'bundle'
        else 'reminder'
    end as offer,
    bundles.because_of_sku as bundle_with_sku,
    bundles.because_of_product_name as bundle_with_product_name,
    bundles.sku as offered_sku,
    bundles.product_name as offered_product_name,
    needs.currency,
    needs.expected_amount,
    -- Consent that is not known is none.
    coalesce(persons.marketing_consent, false) as is_contact_permitted
from needs
left join {{ ref('mart_customers') }} as customers on needs.customer_id = customers.customer_id
left join {{ ref('dim_customers') }} as persons on needs.customer_id = persons.customer_id
left join bundles on needs.customer_id = bundles.customer_id and bundles.choice = 1
