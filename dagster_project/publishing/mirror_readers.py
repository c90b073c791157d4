"""Who may read a mirrored schema, carried over to the one that replaces it: what an administrator granted stays."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

# Grantee 0 is everybody: PUBLIC.
_GRANTEE = "case acl.grantee when 0 then 'public' else pg_get_userbyid(acl.grantee) end"
USAGE = f"""
    select distinct {_GRANTEE} from pg_namespace, lateral aclexplode(nspacl) as acl
    where nspname = %s and acl.privilege_type = 'USAGE' and acl.grantee <> nspowner
"""
SELECTS = f"""
    select {_GRANTEE}, array_agg(distinct tables.relname::text)
    from pg_class as tables
    join pg_namespace as schemas on schemas.oid = tables.relnamespace, lateral aclexplode(tables.relacl) as acl
    where schemas.nspname = %s and tables.relkind = 'r' and acl.privilege_type = 'SELECT'
        and acl.grantee <> tables.relowner
    group by 1
"""
TABLES = "select tablename from pg_tables where schemaname = %s"


@dataclass(frozen=True)
class Readers:
    """`users` may use the schema. `selects`: tables by reader; None stands for every table, those to come included."""

    users: tuple[str, ...]
    selects: dict[str, frozenset[str] | None]


def readers_of(postgres: "psycopg.Connection", schema: str) -> Readers:
    """Who may read what of a schema now."""
    users = tuple(sorted(row[0] for row in postgres.execute(USAGE, [schema]).fetchall()))
    every = {row[0] for row in postgres.execute(TABLES, [schema]).fetchall()}
    selects = {reader: frozenset(tables) for reader, tables in postgres.execute(SELECTS, [schema]).fetchall()}
    return Readers(users, {reader: None if tables == every else tables for reader, tables in selects.items()})


def grant_again(
    postgres: "psycopg.Connection", readers: Readers, schema: "sql.Identifier", tables: Collection[str]
) -> None:
    """Give them the same of another schema with these tables."""
    from psycopg import sql

    for reader in readers.users:
        postgres.execute(sql.SQL("grant usage on schema {} to {}").format(schema, sql.Identifier(reader)))
    for reader, granted in sorted(readers.selects.items()):
        for table in sorted(set(tables) if granted is None else granted.intersection(tables)):
            target = sql.SQL("{}.{}").format(schema, sql.Identifier(table))
            postgres.execute(sql.SQL("grant select on {} to {}").format(target, sql.Identifier(reader)))
