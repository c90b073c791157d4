"""SQL of a mapping: what is allowed, and which delivered columns it uses. Nothing is executed here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import duckdb

from ..contracts.located import Node
from .engine_words import syntax

# Different on every call or day: a replay would not give the same rows.
UNREPEATABLE = {
    "now", "today", "get_current_timestamp", "get_current_time", "current_date", "current_timestamp", "current_time",
    "current_localtime", "current_localtimestamp", "localtime", "localtimestamp", "transaction_timestamp", "random",
    "setseed", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "nextval", "currval", "txid_current", "getenv",
    "getvariable",
}  # fmt: skip
# Those that need no parentheses; a delivered column may well be called uuid or transaction_timestamp.
UNREPEATABLE_WORDS = {"current_date", "current_timestamp", "current_time", "localtime", "localtimestamp"}
TABLE_FUNCTIONS = {"unnest", "range", "generate_series"}


@dataclass(frozen=True)
class Sql:
    """A checked piece of SQL, where it stands, and the (lower-case) columns it names."""

    text: str
    columns: frozenset[str]
    node: Node


def check_expression(text: str, node: Node) -> Sql:
    """One scalar expression over delivered columns. Fails with the mapping's line otherwise."""
    select = _only_select(f"select (\n{text}\n) from delivery", node)
    plain = select["type"] == "SELECT_NODE" and len(select["select_list"]) == 1
    plain = plain and select["select_list"][0].get("function_name") != "row"
    if not plain or select["where_clause"] or select["group_expressions"] or select["modifiers"]:
        node.fail(f"'{text}' is not one expression", "Write one SQL expression over the delivered columns.")
    return _checked(text, select, node, relations={"delivery"})


def check_query(text: str, node: Node, relations: set[str]) -> Sql:
    """One SELECT over `delivery` and the relations of `with:`."""
    return _checked(text, _only_select(text, node), node, relations=relations)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _only_select(sql: str, node: Node) -> dict:
    answer = json.loads(_parser().cursor().execute("select json_serialize_sql(?::varchar)", [sql]).fetchone()[0])
    if answer["error"]:
        reason = syntax(answer["error_message"]) if answer["error_type"] == "parser" else "it is no SELECT"
        node.fail(f"the SQL cannot be read: {reason}", "Correct it; only SELECT is accepted.")
    if len(answer["statements"]) != 1:
        node.fail("more than one SQL statement", "Write one SELECT or one expression.")
    return answer["statements"][0]["node"]


def _checked(text: str, tree: dict, node: Node, *, relations: set[str]) -> Sql:
    parts = list(_walk(tree))
    own_names = {entry["key"].lower() for part in parts for entry in part.get("cte_map", {}).get("map", [])}
    columns: set[str] = set()
    for part in parts:
        kind = part.get("type")
        if kind == "BASE_TABLE" and (part["schema_name"] or part["table_name"].lower() not in relations | own_names):
            known = ", ".join(sorted(relations))
            node.fail(f"the SQL reads '{part['table_name']}'", f"Relations here: {known}.")
        if kind == "TABLE_FUNCTION" and part["function"]["function_name"].lower() not in TABLE_FUNCTIONS:
            node.fail(f"function {part['function']['function_name']} is not accepted", "Read from delivery only.")
        if kind == "FUNCTION" and part["function_name"].lower() in UNREPEATABLE:
            _refuse_unrepeatable(part["function_name"], node)
        if kind == "COLUMN_REF":
            columns.add(part["column_names"][-1].lower())
    for name in columns & UNREPEATABLE_WORDS:
        _refuse_unrepeatable(name, node)
    return Sql(text, frozenset(columns), node)


def _refuse_unrepeatable(name: str, node: Node) -> None:
    node.fail(f"{name} gives another result on every run", "Use delivered columns and constants only.")


def _walk(tree: object) -> Iterator[dict]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _walk(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _walk(value)
