with reviews as (
    select
        reviews.*,
        users.customer_id,
        {{ business_date('reviews.created_at') }} as created_on
    from {{ ref('stg_ecommerce__reviews') }} as reviews
    left join {{ ref('int_customers__identified') }} as users
        on users.record_system = 'ecommerce' and users.record_entity = 'users' and reviews.user_id = users.record_id
)

select
    reviews.review_id,
    reviews.customer_id,
    coalesce(customers.customer_key, 'unknown') as customer_key,
    reviews.sku,
    coalesce(products.product_key, 'unknown') as product_key,
    reviews.rating,
    reviews.body is not null as has_text,
    reviews.created_at,
    reviews.created_on
from reviews
left join {{ ref('dim_customers_history') }} as customers
    on reviews.customer_id = customers.customer_id and {{ valid_on('customers', 'reviews.created_on') }}
left join {{ ref('dim_products_history') }} as products
    on reviews.sku = products.sku and {{ valid_on('products', 'reviews.created_on') }}
