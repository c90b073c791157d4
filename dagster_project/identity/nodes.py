"""One node per record that can be a customer: trusted keys, blocks and the columns that are compared."""

import duckdb

# A block that holds more records tells nobody apart, and would make comparing quadratic.
BLOCK_LIMIT = 30


def build_nodes(connection: duckdb.DuckDBPyConnection, *, key_record_limit: int) -> None:
    """Tables `keys` (key_kind, key_value, node_id, is_trusted) and `nodes`, from `records`, `read` and `contacts`."""
    _collect_keys(connection, key_record_limit)
    connection.execute("""
        create or replace table described as
        with kinds as (
            select read.*, records.record_system, records.source_priority, records.first_seen_on,
                coalesce(read.customer_type, case when read.tax_id is not null then 'business' end)
                    as known_kind
            from read
            inner join records using (node_id)
        )

        select *, coalesce(known_kind, case when has_legal_form or brand <> core then 'business' else 'consumer' end)
            as kind
        from kinds""")
    connection.execute("""
        create or replace table blocked as
        select node_id,
            case when kind = 'business' then nullif(core, '') || '|' || place || '|' || unit end as name_place,
            case when kind = 'business' then nullif(brand, '') || '|' || place end as brand_place,
            case when kind = 'consumer' then person_name || '|' || birth_year end as person_born,
            case when kind = 'consumer' then person_name || '|' || place end as person_place
        from described""")
    for block in ("name_place", "brand_place", "person_born", "person_place"):
        connection.execute(f"""
            create or replace table crowded_{block} as
            select {block} from blocked where {block} is not null group by 1 having count(*) > {BLOCK_LIMIT}""")
    blocks = ", ".join(
        f"case when blocked.{b} not in (from crowded_{b}) then blocked.{b} end as block_{b}"
        for b in ("name_place", "brand_place", "person_born", "person_place")
    )
    connection.execute(f"""
        create or replace table nodes as
        with trusted as (
            select node_id,
                list_sort(list(distinct key_value) filter (key_kind = 'phone')) as phones,
                list_sort(list(distinct key_value) filter (key_kind = 'email')) as emails
            from keys where is_trusted group by node_id
        )

        select *, hash(nodes) as fingerprint
        from (
            select
                node_id as unique_id, record_system, source_priority, first_seen_on, known_kind, kind, unit, tax_id,
                erp_number, phones, emails, phones[1] as training_phone, emails[1] as training_email,
                case when kind = 'business' then nullif(core, '') end as core, core_script,
                core_bigrams, len(core_bigrams) as core_length, place, nullif(brand, '') as brand,
                case when kind = 'consumer' then nullif(person_name, '') end as person_name,
                case when kind = 'consumer' then nullif(person_pinyin, '') end as person_pinyin,
                case when kind = 'consumer' then place end as person_place,
                birth_year, gender, {blocks}
            from described left join trusted using (node_id) left join blocked using (node_id)
        ) as nodes""")


def _collect_keys(connection: duckdb.DuckDBPyConnection, record_limit: int) -> None:
    """A contact's phone and e-mail are keys of its account.

    A key that more records of one system carry is a switchboard or a shared mailbox, and so is one of two companies.
    """
    connection.execute(f"""
        create or replace table keys as
        with carried as (
            select distinct key_kind, key_value, node_id
            from (
                select 'phone' as key_kind, phone as key_value, node_id from read
                union all select 'email', email, node_id from read
                union all select 'tax_id', tax_id, node_id from read
                union all select 'phone', value, 'crm-' || account_id from contacts
                    inner join texts_phone on contacts.phone = texts_phone.text
                union all select 'email', value, 'crm-' || account_id from contacts
                    inner join texts_email on contacts.email = texts_email.text
            )
            where key_value is not null and node_id in (select node_id from records)
        ),
        judged as (
            select key_kind, key_value,
                count(*) filter (record_system = 'crm') as crm_count,
                count(*) filter (record_system = 'erp') as erp_count,
                count(*) filter (record_system = 'ecommerce') as shop_count,
                min(read.tax_id) as first_tax_id, max(read.tax_id) as last_tax_id
            from carried inner join records using (node_id) inner join read using (node_id)
            group by key_kind, key_value
        )

        select carried.*,
            greatest(crm_count, erp_count, shop_count) <= {record_limit}
            and first_tax_id is not distinct from last_tax_id as is_trusted
        from carried inner join judged using (key_kind, key_value)""")
