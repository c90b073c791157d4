with items as (
    select
        itemsets.item_numbers[1] as item_number,
        itemsets.item,
        coalesce(products.product_name, itemsets.item) as item_name
    from {{ ref('int_itemsets__counted') }} as itemsets
    left join {{ ref('dim_products') }} as products on itemsets.item_kind = 'sku' and itemsets.item = products.sku
    where itemsets.set_size = 1
),

rules as (
    select *
    from (
        {{ association_rules(ref('int_itemsets__counted'), min_confidence=var('basket_min_confidence')) | indent(8) }}
    ) as found
),

-- What a longer rule adds to the best shorter one with the same consequent, or to knowing nothing (Bayardo and others 2000).
shorter as (
    select
        longer.antecedent_numbers,
        longer.consequent_number,
        max(simple.confidence_rate) as confidence_rate
    from rules as longer
    inner join rules as simple
        on
            longer.consequent_number = simple.consequent_number
            and simple.set_size = 2
            and list_contains(longer.antecedent_numbers, simple.antecedent_numbers[1])
    where longer.set_size = 3
    group by longer.antecedent_numbers, longer.consequent_number
)

select
    rules.item_kind,
    case when others.item < antecedents.item then others.item else antecedents.item end as antecedent_1,
    case when others.item < antecedents.item then antecedents.item else others.item end as antecedent_2,
    consequents.item as consequent,
    case when others.item < antecedents.item then others.item_name else antecedents.item_name end as antecedent_1_name,
    case when others.item < antecedents.item then antecedents.item_name else others.item_name end as antecedent_2_name,
    consequents.item_name as consequent_name,
    rules.set_size,
    rules.basket_count,
    rules.antecedent_basket_count,
    rules.consequent_basket_count,
    rules.total_basket_count,
    rules.left_out_basket_count,
    rules.support_rate,
    rules.confidence_rate,
    rules.lift,
    rules.leverage,
    rules.confidence_rate
    - greatest(coalesce(shorter.confidence_rate, 0), rules.consequent_basket_count / rules.total_basket_count) as improvement,
    {{ as_of_date() }} as as_of_date
from rules
inner join items as antecedents on rules.antecedent_numbers[1] = antecedents.item_number
left join items as others on rules.antecedent_numbers[2] = others.item_number
inner join items as consequents on rules.consequent_number = consequents.item_number
left join shorter
    on rules.antecedent_numbers = shorter.antecedent_numbers and rules.consequent_number = shorter.consequent_number
