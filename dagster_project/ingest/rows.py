"""Texts -> typed rows with the reason why a row is rejected, and which rows repeat each other."""

import duckdb

from ..contracts import Column
from .batch import BatchSpec
from .casts import broken_rule_sql, typed_sql
from .evaluate import Evaluation
from .sql import name, name_list


def check_rows(connection: duckdb.DuckDBPyConnection, spec: BatchSpec, evaluation: Evaluation) -> None:
    """Table `checked`: _row, _line, typed columns, _row_hash, _reason (null where the row keeps the contract)."""
    columns = spec.entity.columns.values()
    row = "_row" if evaluation.relation == "queried" else "_line as _row"
    texts = ", ".join(f"{sql} as {name('t_' + column)}" for column, sql in evaluation.texts.items())
    typed = ", ".join(f"{_value(spec, column, evaluation)} as {name(column.name)}" for column in columns)
    rules = ", ".join(
        broken_rule_sql(column, name("t_" + column.name), name(column.name), spec.entity, spec.reading)
        for column in columns
        if column.name in evaluation.texts
    )
    # Rows of other entities go first: a window in an expression sees this entity's rows only.
    source = f"""
        (select * from (select *, {evaluation.filter or "true"} as _kept from {evaluation.relation})
        where _kept is null or _kept) as {evaluation.relation}"""
    hashed = ", ".join(_hashed_sql(column) for column in columns)
    connection.execute(f"""
        create or replace temp table checked as
        select _row, _line, {name_list(spec.entity.columns)}, md5(concat_ws(chr(31), {hashed})) as _row_hash,
            nullif(concat_ws('; ',
                case when _kept is null then 'where: the mapping''s expression fails on this row' end,
                {rules}), '') as _reason
        from (
            select *, {typed}
            from (select {row}, _line, _kept, {texts} from {source})
        )""")


def _hashed_sql(column: Column) -> str:
    value = name(column.name)
    if column.type == "timestamp":
        value = f"epoch_us({value})"
    return f"coalesce(cast({value} as varchar), chr(30))"


def _value(spec: BatchSpec, column: Column, evaluation: Evaluation) -> str:
    if column.name not in evaluation.texts:
        return f"cast(null as {column.duckdb_type})"
    return typed_sql(column, name("t_" + column.name), spec.reading)


def mark_repeats(connection: duckdb.DuckDBPyConnection, spec: BatchSpec) -> None:
    """Table `repeated`(_row): later copies of a row of the file. A snapshot's older rows of a key are rejected."""
    connection.execute("""
        create or replace temp table repeated as
        with hashes as (
            select _row_hash from checked where _reason is null group by _row_hash having count(*) > 1
        )

        select _row
        from (select _row, row_number() over (partition by _row_hash order by _line, _row) as position
            from checked semi join hashes using (_row_hash) where _reason is null)
        where position > 1""")
    if spec.mode != "snapshot":
        return
    key = name_list(spec.entity.key)
    version = f"{name(spec.entity.version_column)} desc nulls last," if spec.entity.version_column else ""
    connection.execute(f"""
        create or replace temp table outdated as
        with candidates as (
            select _row, _line, _row_hash, {name_list(spec.entity.columns)}
            from checked anti join repeated using (_row) where _reason is null
        ),
        keys as (select hash({key}) as key_hash from candidates group by all having count(*) > 1)

        select _row, newer_line
        from (
            select _row,
                row_number() over newest_first as position,
                first_value(_line) over newest_first as newer_line
            from candidates
            where hash({key}) in (select key_hash from keys)
            window newest_first as (partition by {key} order by {version} _line desc, _row_hash)
        )
        where position > 1""")
    connection.execute("""
        update checked set _reason = 'older row of a key that line ' || newer_line || ' delivers again'
        from outdated where checked._row = outdated._row""")
