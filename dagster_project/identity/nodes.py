"""One node per record that can be a customer: trusted keys, blocks and the columns that are compared."""

import duckdb

from dagster_project.identity.state import replace

# A block that holds more records tells nobody apart, and would make comparing quadratic.
BLOCK_LIMIT = 30
BLOCKS = {
    "name_place": "case when kind = 'business' then nullif(core, '') || '|' || place || '|' || unit end",
    "brand_place": "case when kind = 'business' then nullif(brand, '') || '|' || place end",
    "person_born": "case when kind = 'consumer' then person_name || '|' || birth_year end",
    "person_place": "case when kind = 'consumer' then person_name || '|' || place end",
}


def build_nodes(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring `blocks`, `crowded` and `nodes` to what fresh records and `keys` say.

    Tables `stale_nodes` (unique_id), whose node is new, other than before, or gone, and `new_nodes`, what they are now.
    `around`: nodes as they were before, of all who share a key or a block with one of these, and of these themselves.
    """
    _collect_blocks(connection)
    _look_around(connection)
    connection.execute(f"create or replace temp table own as {_OWN}")
    connection.execute(f"create or replace temp table renewed as {_NODES}")
    connection.execute("""
        create or replace table new_nodes as
        from renewed anti join nodes using (unique_id, fingerprint)""")
    connection.execute("""
        create or replace temp table stale_nodes as
        select unique_id from new_nodes
        union
        select unique_id from nodes
        where unique_id in (from touched_nodes) and unique_id not in (select unique_id from renewed)""")
    replace(connection, "nodes", gone="unique_id in (from stale_nodes)", rows="from new_nodes")


def compare_everybody(connection: duckdb.DuckDBPyConnection) -> None:
    """Take every node as new: pairs are weighed by other terms than before."""
    connection.execute("create or replace table new_nodes as from nodes")
    connection.execute("insert into stale_nodes select unique_id from nodes")


def _look_around(connection: duckdb.DuckDBPyConnection) -> None:
    """Nodes are wide, so they are gone through once."""
    connection.execute("""
        create or replace temp table own_keys as
        select key_kind, key_value, node_id, is_trusted from keys
        where node_id in (from touched_nodes) and (is_trusted or key_kind in ('tax_id', 'erp_customer_id'))""")
    connection.execute("""
        create or replace temp table own_blocks as
        from blocks anti join crowded using (block, block_value) where node_id in (from touched_nodes)""")
    connection.execute("""
        create or replace temp table around as
        from nodes
        where unique_id in (
            from touched_nodes
            union
            select node_id from keys semi join own_keys using (key_kind, key_value)
            where is_trusted or key_kind in ('tax_id', 'erp_customer_id')
            union
            select node_id from blocks semi join own_blocks using (block, block_value)
        )""")


def _collect_blocks(connection: duckdb.DuckDBPyConnection) -> None:
    """Blocks that become crowded, or are no longer, touch everybody in them."""
    told = " union all ".join(
        f"select '{block}'::block_kind as block, {value} as block_value, node_id from own"
        for block, value in BLOCKS.items()
    )
    connection.execute(f"""
        create or replace temp table blocked as
        with own as (from fresh_read)
        select * from ({told}) where block_value is not null""")
    connection.execute("""
        create or replace temp table touched_blocks as
        select block, block_value from blocks semi join changed_nodes using (node_id)
        union
        select block, block_value from blocked""")
    replace(connection, "blocks", gone="node_id in (from changed_nodes)", rows="from blocked")
    connection.execute(f"""
        create or replace temp table crowds as
        select block, block_value from blocks semi join touched_blocks using (block, block_value)
        group by all having count(*) > {BLOCK_LIMIT}""")
    connection.execute("""
        insert into touched_nodes
        select node_id from blocks
        semi join (
            (from crowds anti join crowded using (block, block_value))
            union all
            (
                from crowded semi join touched_blocks using (block, block_value)
                anti join crowds using (block, block_value)
            )
        ) as flipped using (block, block_value)""")
    connection.execute("""
        delete from crowded using touched_blocks as touched
        where crowded.block = touched.block and crowded.block_value = touched.block_value""")
    connection.execute("insert into crowded from crowds")


_BLOCK_COLUMNS = ", ".join(f"block_{block}" for block in BLOCKS)

# Fresh records, and those of which only the keys' trust or the blocks' crowds are other than before.
_OWN = f"""
    select
        node_id as unique_id, record_system, source_priority, first_seen_on, known_kind, kind, unit, tax_id,
        erp_number, case when kind = 'business' then nullif(core, '') end as core, core_script,
        case when kind = 'business' then core_bigrams end as core_bigrams,
        case when kind = 'business' then len(core_bigrams) end as core_length, form, place, nullif(brand, '') as brand,
        case when kind = 'consumer' then nullif(person_name, '') end as person_name,
        case when kind = 'consumer' then nullif(person_pinyin, '') end as person_pinyin,
        case when kind = 'consumer' then place end as person_place, birth_year, gender
    from fresh_read
    union all by name
    select * exclude (phones, emails, {_BLOCK_COLUMNS}, fingerprint)
    from around
    where unique_id in (from touched_nodes) and unique_id not in (from changed_nodes)"""

_NODES = f"""
    with trusted as (
        select node_id as unique_id,
            list_sort(list(distinct key_value) filter (key_kind = 'phone')) as phones,
            list_sort(list(distinct key_value) filter (key_kind = 'email')) as emails
        from own_keys where is_trusted group by node_id
    ),
    sparse as (
        select node_id as unique_id,
            {", ".join(f"any_value(block_value) filter (block = '{block}') as block_{block}" for block in BLOCKS)}
        from own_blocks group by node_id
    )

    select *, hash(nodes) as fingerprint
    from (
        select own.*, phones, emails, {_BLOCK_COLUMNS}
        from own left join trusted using (unique_id) left join sparse using (unique_id)
    ) as nodes"""
