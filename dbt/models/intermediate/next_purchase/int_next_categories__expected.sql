-- The category a customer buys most, pulled towards what everybody buys while little is known of him.
with bought as (
    select
        cutoffs.cutoff_on,
        lines.customer_id,
        lines.category,
        count(distinct lines.order_id) as order_count
    from {{ ref('fct_order_lines') }} as lines
    inner join {{ ref('int_purchase_cutoffs__listed') }} as cutoffs on lines.ordered_on <= cutoffs.cutoff_on
    where lines.is_counted and lines.customer_id is not null and lines.category is not null
    group by cutoffs.cutoff_on, lines.customer_id, lines.category
),

popular as (
    select
        cutoff_on,
        category,
        sum(order_count) / cast(sum(sum(order_count)) over (partition by cutoff_on) as double) as popular_share
    from bought
    group by cutoff_on, category
),

shared as (
    select
        bought.cutoff_on,
        bought.customer_id,
        bought.category,
        (bought.order_count + {{ var('category_prior_orders') }} * popular.popular_share)
        / (sum(bought.order_count) over (partition by bought.cutoff_on, bought.customer_id) + {{ var('category_prior_orders') }}) as expected_share
    from bought
    inner join popular on bought.cutoff_on = popular.cutoff_on and bought.category = popular.category
),

ranked as (
    select
        *,
        row_number() over (partition by cutoff_on, customer_id order by expected_share desc, category) as position
    from shared
)

select
    ranked.cutoff_on,
    ranked.customer_id,
    ranked.category as expected_category,
    ranked.expected_share as expected_category_share,
    favourites.category as popular_category
from ranked
inner join (
    select
        cutoff_on,
        category,
        row_number() over (partition by cutoff_on order by popular_share desc, category) as position
    from popular
) as favourites on ranked.cutoff_on = favourites.cutoff_on and favourites.position = 1
where ranked.position = 1
