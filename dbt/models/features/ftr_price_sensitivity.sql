-- Decimals are added up, not doubles: the order in which threads add must not decide a digit.
with orders as (
    select
        customer_id,
        gross_amount + discount_amount as undiscounted_amount,
        cast(discount_amount / (gross_amount + discount_amount) as double) as discount_rate
    from {{ ref('fct_orders') }}
    where is_counted and customer_id is not null and gross_amount > 0 and discount_amount >= 0
),

logged as (
    select
        customer_id,
        discount_rate,
        cast(ln(1 - discount_rate) as decimal(18, 9)) as log_price_factor,
        cast(ln(cast(undiscounted_amount as double)) as decimal(18, 9)) as log_volume
    from orders
),

centred as (
    select
        customer_id,
        cast(log_price_factor - avg(log_price_factor) over (partition by customer_id) as decimal(18, 9)) as x,
        cast(log_volume - avg(log_volume) over (partition by customer_id) as decimal(18, 9)) as y,
        cast(discount_rate as decimal(18, 9)) as rate
    from logged
),

summed as (
    select
        customer_id,
        count(*) as order_count,
        count(case when rate > 0 then 1 end) as discounted_order_count,
        cast(sum(rate) as double) as discount_rate_sum,
        cast(sum(cast(rate * rate as decimal(18, 9))) as double) as squared_discount_rate_sum,
        cast(sum(cast(x * x as decimal(18, 9))) as double) as sxx,
        cast(sum(cast(x * y as decimal(18, 9))) as double) as sxy,
        cast(sum(cast(y * y as decimal(18, 9))) as double) as syy
    from centred
    group by customer_id
)

select
    summed.*,
    customers.customer_type
from summed
inner join {{ ref('dim_customers') }} as customers on summed.customer_id = customers.customer_id
