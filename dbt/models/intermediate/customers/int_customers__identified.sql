{{ config(materialized='table') }}

{#- Connected components: every round hands the smallest label over one key, so that after n rounds a label has travelled n hops. -#}

with links as (
    select key_number, node_number
    from {{ ref('int_customer_keys__collected') }}
    where is_shared
),

labels_0 as (
    select distinct node_number, node_number as label
    from links
),
{% for round in range(1, var('identity_propagation_rounds') + 1) %}
key_labels_{{ round }} as (
    select links.key_number, min(labels.label) as label
    from links
    inner join labels_{{ round - 1 }} as labels on links.node_number = labels.node_number
    group by links.key_number
),

labels_{{ round }} as (
    select links.node_number, min(key_labels.label) as label
    from links
    inner join key_labels_{{ round }} as key_labels on links.key_number = key_labels.key_number
    group by links.node_number
),
{% endfor %}
nodes as (
    select
        node_number,
        concat(case when record_system = 'ecommerce' then 'shop' else record_system end, '-', record_id) as name_of_node
    from {{ ref('int_customer_records__normalised') }}
    where record_entity <> 'contacts'
),

customers as (
    select
        nodes.node_number,
        coalesce(leaders.name_of_node, nodes.name_of_node) as customer_id
    from nodes
    left join labels_{{ var('identity_propagation_rounds') }} as labels on nodes.node_number = labels.node_number
    left join nodes as leaders on labels.label = leaders.node_number
)

select
    records.record_system,
    records.record_entity,
    records.record_id,
    customers.customer_id
from {{ ref('int_customer_records__normalised') }} as records
inner join customers on records.node_number = customers.node_number
