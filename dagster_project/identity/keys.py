"""Tax numbers, ERP numbers, phones and e-mails that records carry, and which of them may be trusted."""

import duckdb


def collect_keys(connection: duckdb.DuckDBPyConnection, *, record_limit: int) -> None:
    """Bring `keys` (key_kind, key_value, node_id, is_trusted) to what the changed records and contacts carry.

    A contact's phone and e-mail are keys of its account. A key that more records of one system carry is a switchboard
    or a shared mailbox, and so is one of two companies: neither is trusted, whoever carries it. Tables `touched_keys`,
    and `touched_nodes`, whose own keys changed or whose keys' trust did.
    """
    connection.execute("""
        create or replace temp table carriers as
        from changed_nodes union select node_id from changed_contacts""")
    connection.execute(f"create or replace temp table carried as {_CARRIED}")
    connection.execute("""
        create or replace temp table touched_keys as
        select key_kind, key_value from keys semi join carriers using (node_id)
        union
        select key_kind, key_value from carried""")
    connection.execute("""
        create or replace temp table known_keys as
        select keys.*, keys.rowid as place from keys semi join touched_keys using (key_kind, key_value)""")
    connection.execute(f"create or replace temp table judged_keys as {_JUDGED.format(record_limit=record_limit)}")
    connection.execute("""
        create or replace temp table touched_nodes as
        from carriers
        union
        select node_id from known_keys inner join judged_keys using (key_kind, key_value, node_id)
        where known_keys.is_trusted <> judged_keys.is_trusted""")
    connection.execute("delete from keys where rowid in (select place from known_keys)")
    connection.execute("insert into keys by name from judged_keys")


_CARRIED = """
    select distinct key_kind::key_kind as key_kind, key_value, node_id
    from (
        select 'tax_id' as key_kind, tax_id as key_value, node_id from own
        union all select 'erp_customer_id', erp_number, node_id from own
        union all select 'phone', phone, node_id from own
        union all select 'email', email, node_id from own
        union all select 'phone', phone_key, node_id from people
        union all select 'email', email_key, node_id from people
    )
    where key_value is not null"""
_CARRIED = f"""
    with own as (from records semi join carriers using (node_id)),
    people as (from contacts semi join own using (node_id))
    {_CARRIED}"""

# The number that the ERP gave is nobody else's, whatever tax numbers say.
_JUDGED = """
    with carrying as (
        from carried
        union all
        select key_kind, key_value, node_id from known_keys anti join carriers using (node_id)
    ),
    judged as (
        select key_kind, key_value,
            greatest(
                count(*) filter (record_system = 'crm'), count(*) filter (record_system = 'erp'),
                count(*) filter (record_system = 'ecommerce')
            ) <= {record_limit}
            and min(records.tax_id) is not distinct from max(records.tax_id) as is_trusted
        from carrying inner join records using (node_id)
        group by key_kind, key_value
    )

    select carrying.*, is_trusted or key_kind = 'erp_customer_id' as is_trusted
    from carrying inner join judged using (key_kind, key_value)"""
