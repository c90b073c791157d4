{{ config(materialized='table') }}

{{ frequent_itemsets(
    ref('int_baskets__itemised'),
    min_support=var('basket_min_support'),
    min_baskets=var('basket_min_count'),
    max_basket_items=var('basket_max_items'),
    max_set_size=3,
) }}
