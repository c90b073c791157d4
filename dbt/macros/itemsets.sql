{#- Frequent itemsets, level by level (Agrawal and Srikant 1994), as one query. Plain Jinja, so that dagster_project/warehouse/basket_rules.py renders it too.

    `baskets` is a relation of different (item_kind, basket_id, item); min_support is a share of the baskets of a kind.
    What keeps it small: a basket of more than max_basket_items items is left out, since pairs go with the square of its size;
    equal baskets are counted once, with their number; sets grow only from frequent sets that share all but the last item;
    and joins of baskets are aggregated as they come, never kept: memory holds what is frequent. -#}
{% macro frequent_itemsets(baskets, min_support, min_baskets, max_basket_items, max_set_size) -%}
with basket_sizes as (
    select item_kind, basket_id, count(*) as item_count
    from {{ baskets }}
    group by item_kind, basket_id
),

totals as (
    select
        item_kind,
        cast(sum(case when item_count <= {{ max_basket_items }} then 1 else 0 end) as bigint) as total_basket_count,
        cast(sum(case when item_count > {{ max_basket_items }} then 1 else 0 end) as bigint) as left_out_basket_count
    from basket_sizes
    group by item_kind
),

floors as (
    select item_kind, greatest({{ min_support }} * total_basket_count, {{ min_baskets }}) as min_basket_count
    from totals
),

counted_items as (
    select baskets.item_kind, baskets.item, count(*) as basket_count
    from {{ baskets }} as baskets
    inner join basket_sizes
        on baskets.item_kind = basket_sizes.item_kind and baskets.basket_id = basket_sizes.basket_id
    where basket_sizes.item_count <= {{ max_basket_items }}
    group by baskets.item_kind, baskets.item
),

-- Rare items first: fewest sets begin with them.
numbered_items as (
    select
        counted_items.*,
        row_number() over (
            order by counted_items.basket_count, counted_items.item_kind, counted_items.item
        ) as set_number
    from counted_items
    inner join floors on counted_items.item_kind = floors.item_kind
    where counted_items.basket_count >= floors.min_basket_count
),

sets_1 as (
    select item_kind, set_number, [set_number] as item_numbers, item, basket_count from numbered_items
),

basket_contents as (
    select list_sort(list(items.set_number) filter (where items.set_number is not null)) as item_numbers
    from {{ baskets }} as baskets
    left join numbered_items as items on baskets.item_kind = items.item_kind and baskets.item = items.item
    group by baskets.item_kind, baskets.basket_id
    having count(*) <= {{ max_basket_items }} and count(items.set_number) > 1
),

different_baskets as (
    select row_number() over (order by count(*)) as basket_number, item_numbers, count(*) as basket_count
    from basket_contents
    group by item_numbers
),

occurrences_1 as (
    select basket_number, basket_count, 0 as prefix_number, unnest(item_numbers) as set_number
    from different_baskets
)
{%- for size in range(2, max_set_size + 1) %}
{%- set shorter = size - 1 %}
{%- set grown_sets %}
    from occurrences_{{ shorter }} as earlier
    inner join occurrences_{{ shorter }} as later
        on
            earlier.basket_number = later.basket_number
            and earlier.prefix_number = later.prefix_number
            and earlier.set_number < later.set_number
{%- endset %},

counted_{{ size }} as (
    select
        earlier.set_number as prefix_number,
        later.set_number as other_number,
        cast(sum(earlier.basket_count) as bigint) as basket_count
    {{- grown_sets }}
    group by earlier.set_number, later.set_number
),

sets_{{ size }} as (
    select
        prefixes.item_kind,
        row_number() over (order by counted.prefix_number, counted.other_number) as set_number,
        list_append(prefixes.item_numbers, others.item_numbers[{{ shorter }}]) as item_numbers,
        counted.prefix_number,
        counted.other_number,
        counted.basket_count
    from counted_{{ size }} as counted
    inner join sets_{{ shorter }} as prefixes on counted.prefix_number = prefixes.set_number
    inner join sets_{{ shorter }} as others on counted.other_number = others.set_number
    inner join floors on prefixes.item_kind = floors.item_kind
    where counted.basket_count >= floors.min_basket_count
)
{%- if size < max_set_size %},

occurrences_{{ size }} as (
    select earlier.basket_number, earlier.basket_count, earlier.set_number as prefix_number, sets_{{ size }}.set_number
    {{- grown_sets }}
    inner join sets_{{ size }}
        on earlier.set_number = sets_{{ size }}.prefix_number and later.set_number = sets_{{ size }}.other_number
)
{%- endif %}
{%- endfor %},

sets as (
    select item_kind, item_numbers, 1 as set_size, item, basket_count from sets_1
    {%- for size in range(2, max_set_size + 1) %}
    union all
    select item_kind, item_numbers, {{ size }}, null, basket_count from sets_{{ size }}
    {%- endfor %}
)

select
    sets.item_kind,
    sets.item_numbers,
    sets.set_size,
    sets.item,
    sets.basket_count,
    totals.total_basket_count,
    totals.left_out_basket_count
from sets
inner join totals on sets.item_kind = totals.item_kind
{%- endmacro %}

{#- Rules with one consequent out of frequent itemsets. Support, confidence, lift, leverage as Hahsler et al. (2005) define them. -#}
{% macro association_rules(itemsets, min_confidence) -%}
with consequents as (
    select *, unnest(item_numbers) as consequent_number
    from {{ itemsets }}
    where set_size > 1
),

splits as (
    select *, list_filter(item_numbers, lambda number: number <> consequent_number) as antecedent_numbers
    from consequents
)

select
    splits.item_kind,
    splits.antecedent_numbers,
    splits.consequent_number,
    splits.set_size,
    splits.basket_count,
    antecedents.basket_count as antecedent_basket_count,
    consequents.basket_count as consequent_basket_count,
    splits.total_basket_count,
    splits.left_out_basket_count,
    splits.basket_count / splits.total_basket_count as support_rate,
    splits.basket_count / antecedents.basket_count as confidence_rate,
    (splits.basket_count / antecedents.basket_count) / (consequents.basket_count / splits.total_basket_count) as lift,
    splits.basket_count / splits.total_basket_count
    - (antecedents.basket_count / splits.total_basket_count) * (consequents.basket_count / splits.total_basket_count) as leverage
from splits
inner join {{ itemsets }} as antecedents on splits.antecedent_numbers = antecedents.item_numbers
inner join {{ itemsets }} as consequents on [splits.consequent_number] = consequents.item_numbers
where splits.basket_count >= {{ min_confidence }} * antecedents.basket_count
{%- endmacro %}
