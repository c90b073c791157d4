with itemsets as (
    select * from {{ ref('int_itemsets__counted') }}
),

items as (
    select item_numbers[1] as item_number, item, basket_count
    from itemsets
    where set_size = 1
),

-- The first item of a pair is the first by name, whichever is rarer.
pairs as (
    select
        itemsets.item_kind,
        least(rarer.item, commoner.item) as item_1,
        greatest(rarer.item, commoner.item) as item_2,
        case when rarer.item < commoner.item then rarer.basket_count else commoner.basket_count end as item_1_basket_count,
        case when rarer.item < commoner.item then commoner.basket_count else rarer.basket_count end as item_2_basket_count,
        itemsets.basket_count,
        itemsets.total_basket_count,
        itemsets.left_out_basket_count
    from itemsets
    inner join items as rarer on itemsets.item_numbers[1] = rarer.item_number
    inner join items as commoner on itemsets.item_numbers[2] = commoner.item_number
    where itemsets.set_size = 2
)

select
    pairs.item_kind,
    pairs.item_1,
    pairs.item_2,
    coalesce(products_1.product_name, pairs.item_1) as item_1_name,
    coalesce(products_2.product_name, pairs.item_2) as item_2_name,
    pairs.basket_count,
    pairs.item_1_basket_count,
    pairs.item_2_basket_count,
    pairs.total_basket_count,
    pairs.left_out_basket_count,
    pairs.basket_count / pairs.total_basket_count as support_rate,
    pairs.basket_count / pairs.item_1_basket_count as confidence_1_to_2_rate,
    pairs.basket_count / pairs.item_2_basket_count as confidence_2_to_1_rate,
    (pairs.basket_count / pairs.item_1_basket_count) / (pairs.item_2_basket_count / pairs.total_basket_count) as lift,
    pairs.basket_count / pairs.total_basket_count
    - (pairs.item_1_basket_count / pairs.total_basket_count) * (pairs.item_2_basket_count / pairs.total_basket_count) as leverage,
    {{ as_of_date() }} as as_of_date
from pairs
left join {{ ref('dim_products') }} as products_1 on pairs.item_kind = 'sku' and pairs.item_1 = products_1.sku
left join {{ ref('dim_products') }} as products_2 on pairs.item_kind = 'sku' and pairs.item_2 = products_2.sku
