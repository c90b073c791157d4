select
    recommended.customer_id,
    recommended.position,
    recommended.sku,
    products.product_name,
    products.category,
    recommended.score,
    recommended.because_of_sku,
    bought.product_name as because_of_product_name,
    recommended.method,
    recommended.model_version,
    recommended.as_of_date
from {{ source('scores', 'recommendation') }} as recommended
left join {{ ref('dim_products') }} as products on recommended.sku = products.sku
left join {{ ref('dim_products') }} as bought on recommended.because_of_sku = bought.sku
where recommended.as_of_date = {{ as_of_date() }}
