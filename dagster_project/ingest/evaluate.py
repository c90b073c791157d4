"""The mapping's SQL over a delivered file -> one text per canonical column: '' for null, null where it fails."""

from dataclasses import dataclass

import duckdb

from ..contracts import Entity
from .engine_words import cause
from .errors import DeliveryStopped
from .expressions import Sql
from .mapping import EntityMapping
from .plain_text import BLANKS
from .reader import Relation
from .space import is_out_of_space
from .sql import literal, name

NAMED = 30  # delivered columns that a message names
PADDED = rf"^[{BLANKS}]|[{BLANKS}]$"


@dataclass(frozen=True)
class Evaluation:
    """SQL of the relation to read from, and per canonical column the SQL of its text. `notes` are for the operator."""

    relation: str
    filter: str | None
    texts: dict[str, str]
    notes: tuple[str, ...]


def evaluation(connection: duckdb.DuckDBPyConnection, mapping: EntityMapping, relation: Relation) -> Evaluation:
    """Binds the mapping to what was delivered. Raises DeliveryStopped naming the mapping's line."""
    delivered = relation.columns
    if mapping.query is not None:
        return _queried(connection, mapping.entity, mapping.query, delivered)
    if mapping.columns is None:
        present = [column for column in mapping.entity.columns if column in _lower(delivered)]
        texts = {column: _text_of(name(column), padded=relation.padded) for column in present}
        notes = []
    else:
        texts, notes = _expressions(connection, mapping, delivered)
    for column in mapping.entity.columns.values():
        if column.required and column.name not in texts:
            _stop_without(mapping, column.name, (mapping.columns or {}).get(column.name), delivered)
    where = None
    if mapping.where is not None:
        if _is_absent(connection, mapping.where, delivered):
            _stop_without(mapping, "where", mapping.where, delivered)
        where = _bound(connection, mapping.where, delivered, default="false")
    return Evaluation("delivery", where, texts, tuple(notes))


def _expressions(
    connection: duckdb.DuckDBPyConnection, mapping: EntityMapping, delivered: tuple[str, ...]
) -> tuple[dict[str, str], list[str]]:
    """Text SQL by canonical column, and a note for each column whose source is not delivered."""
    absent = {column for column, sql in mapping.columns.items() if _is_absent(connection, sql, delivered)}
    present = {column: sql for column, sql in mapping.columns.items() if column not in absent}
    tried = {column: f"try({_plain(sql)})" for column, sql in present.items()}
    # Binding all at once is the usual case and far cheaper than one by one.
    if present and _binding_problem(connection, ", ".join(tried.values())) is not None:
        tried = {column: _bound(connection, sql, delivered) for column, sql in present.items()}
    notes = [
        f"{column} is empty: {_absent(mapping.columns[column], delivered)} is not delivered"
        for column in mapping.columns
        if column in absent
    ]
    return {column: trimmed(text) for column, text in tried.items()}, notes


def unknown_columns(
    mappings: tuple[EntityMapping, ...], delivered: tuple[str, ...], ignored: tuple[str, ...]
) -> list[str]:
    """Delivered columns that no entity of the mapping uses and that are not named as ignored."""
    used = {column.lower() for column in ignored}
    for mapping in mappings:
        parts = [mapping.where, mapping.query, *(mapping.columns or {}).values()]
        used |= {column for part in parts if part is not None for column in part.columns}
        # Without expressions, and through the * of a query, only canonical names come through.
        if mapping.columns is None:
            used |= set(mapping.entity.columns)
    return [column for column in delivered if column.lower() not in used]


def _queried(
    connection: duckdb.DuckDBPyConnection, entity: Entity, query: Sql, delivered: tuple[str, ...]
) -> Evaluation:
    try:
        # _row tells rows apart that come from one line; their order has no meaning.
        connection.execute(
            f"create or replace temp table queried as select row_number() over () as _row, * from (\n{query.text}\n)"
        )
    except duckdb.Error as problem:
        if isinstance(problem, duckdb.InterruptException) or is_out_of_space(problem):
            raise
        raise DeliveryStopped(_explained(query, str(problem), delivered)) from problem
    found = [row[0] for row in connection.execute("describe queried").fetchall()][1:]
    extra = [column for column in found if column not in entity.columns and column != "_line"]
    if extra:
        raise DeliveryStopped(_explained(query, f"{entity.address} has no column '{extra[0]}'", delivered))
    missing = [column.name for column in entity.columns.values() if column.required and column.name not in found]
    missing += [] if "_line" in found else ["_line"]
    if missing:
        raise DeliveryStopped(_explained(query, f"the query does not return {', '.join(missing)}", delivered))
    texts = {column: _text_of(name(column), padded=True) for column in entity.columns if column in found}
    return Evaluation("queried", None, texts, ())


def _plain(sql: Sql, default: str = "''") -> str:
    return f"coalesce(cast((\n{sql.text}\n) as {'boolean' if default == 'false' else 'varchar'}), {default})"


def _bound(connection: duckdb.DuckDBPyConnection, sql: Sql, delivered: tuple[str, ...], *, default: str = "''") -> str:
    """The expression so that a failing row yields null instead of ending the query."""
    plain = _plain(sql, default)
    problem = _binding_problem(connection, plain)
    if problem is not None:
        raise DeliveryStopped(_explained(sql, problem, delivered))
    # Windows and subqueries cannot stand inside TRY: then a failing row stops the delivery instead.
    tried = f"try({plain})"
    return tried if _binding_problem(connection, tried) is None else plain


def _binding_problem(connection: duckdb.DuckDBPyConnection, expression: str) -> str | None:
    try:
        connection.execute(f"explain select _line, {expression} from delivery")
    except duckdb.Error as problem:
        return str(problem)
    return None


def trimmed(text: str) -> str:
    """Trimming by a set of characters costs 0.8 s per million texts, asking whether it is needed a third of that."""
    return f"case when regexp_matches({text}, {literal(PADDED)}) then trim({text}, {literal(BLANKS)}) else {text} end"


def _text_of(column: str, *, padded: bool) -> str:
    text = f"coalesce(cast({column} as varchar), '')"
    return trimmed(text) if padded else text


def _lower(names: tuple[str, ...]) -> set[str]:
    return {column.lower() for column in names}


def _absent(sql: Sql, delivered: tuple[str, ...]) -> str:
    return ", ".join(sorted(sql.columns - _lower(delivered) - {"_line"}))


def _is_absent(connection: duckdb.DuckDBPyConnection, sql: Sql, delivered: tuple[str, ...]) -> bool:
    """Whether the expression names columns that are not delivered (and are no names of its own, as of a lambda)."""
    return bool(_absent(sql, delivered)) and _binding_problem(connection, _plain(sql)) is not None


def _stop_without(mapping: EntityMapping, wanted: str, sql: Sql | None, delivered: tuple[str, ...]) -> None:
    node = sql.node if sql is not None else mapping.node
    missing = _absent(sql, delivered) if sql is not None else wanted
    raise DeliveryStopped(
        f"{node.file}:{node.line}: {mapping.entity.address} needs {wanted}, but column {missing} is not delivered. "
        f"Delivered: {_some(delivered)}"
    )


def _explained(sql: Sql, problem: str, delivered: tuple[str, ...]) -> str:
    return f"{sql.node.file}:{sql.node.line}: {cause(problem).rstrip('.')}. Delivered: {_some(delivered)}"


def _some(delivered: tuple[str, ...]) -> str:
    """The delivered columns, of a wide file the first ones."""
    more = f" and {len(delivered) - NAMED} more" if len(delivered) > NAMED else ""
    return ", ".join(delivered[:NAMED]) + more
