"""Contract files -> validated `System` objects."""

import re
from functools import cache
from pathlib import Path

from .located import ConfigurationError, Node, check_identifier, read_yaml
from .model import DUCKDB_TYPES, Column, Entity, System

CONTRACTS = Path(__file__).resolve().parent
SYSTEM_ATTRIBUTES = ("system", "description", "entities")
ENTITY_ATTRIBUTES = ("description", "optional", "key", "version", "event_time", "columns")
COLUMN_ATTRIBUTES = ("type", "required", "personal", "values", "min", "max", "pattern", "description")
PERSONAL_KINDS = ("name", "consumer_name", "phone", "email", "address", "text")
POINT_IN_TIME = ("date", "timestamp")


class ContractError(ConfigurationError):
    """A contract file is wrong; the text names file, line and remedy."""


def load_contracts(folder: Path | None = None) -> dict[str, System]:
    """Every `*.yaml` of the folder (default: the committed contracts), by system name. Raises ContractError.

    The committed ones are read once a process: every ingest and every check asks for them, and YAML is slow to read.
    """
    return _committed() if folder is None else _read(folder)


@cache
def _committed() -> dict[str, System]:
    return _read(CONTRACTS)


def _read(folder: Path) -> dict[str, System]:
    systems: dict[str, System] = {}
    for path in sorted(folder.glob("*.yaml")):
        root = read_yaml(path, shown_as=path.name, error=ContractError)
        system = _system(root)
        if system.name in systems:
            root.fail(f"system '{system.name}' is described in two files", "Keep one file a system.")
        systems[system.name] = system
    if not systems:
        raise ContractError(f"{folder}:1: no contract is there. Put one YAML file a system into this folder.")
    return systems


def _system(root: Node) -> System:
    fields = root.fields(known=SYSTEM_ATTRIBUTES, required=("system", "entities"))
    name = fields["system"].identifier()
    entities = {
        check_identifier(entity, node): _entity(name, entity, node)
        for entity, node in fields["entities"].fields().items()
    }
    if not entities:
        fields["entities"].fail(f"system '{name}' has no entity", "Describe at least one.")
    return System(name, _text_of(fields, "description"), entities)


def _entity(system: str, name: str, node: Node) -> Entity:
    fields = node.fields(known=ENTITY_ATTRIBUTES, required=("key", "columns"))
    columns = {
        check_identifier(column, spec): _column(column, spec) for column, spec in fields["columns"].fields().items()
    }
    if not columns:
        fields["columns"].fail(f"'{system}.{name}' has no column", "Describe at least its key.")
    return Entity(
        system=system,
        name=name,
        description=_text_of(fields, "description"),
        optional="optional" in fields and fields["optional"].boolean(),
        key=_key(fields["key"], columns),
        version_column=_point_in_time(fields.get("version"), columns),
        event_time_column=_point_in_time(fields.get("event_time"), columns),
        columns=columns,
    )


def _key(node: Node, columns: dict[str, Column]) -> tuple[str, ...]:
    key = node.texts()
    if not key:
        node.fail("the key is empty", "Name the columns that identify a row.")
    for name in key:
        if name not in columns:
            node.fail(f"key column '{name}' does not exist", f"Columns: {', '.join(columns)}.")
    if not any(columns[name].required for name in key):
        node.fail("no column of the key is required", "Mark at least one key column 'required: true'.")
    return key


def _point_in_time(node: Node | None, columns: dict[str, Column]) -> str | None:
    if node is None:
        return None
    name = node.text()
    if name not in columns:
        node.fail(f"column '{name}' does not exist", f"Columns: {', '.join(columns)}.")
    if columns[name].type not in POINT_IN_TIME:
        node.fail(f"column '{name}' is of type {columns[name].type}", "Name a date or timestamp column.")
    return name


def _column(name: str, node: Node) -> Column:
    fields = node.fields(known=COLUMN_ATTRIBUTES, required=("type",))
    kind = fields["type"].text()
    if kind not in DUCKDB_TYPES:
        fields["type"].fail(f"unknown type '{kind}' of column '{name}'", f"Choose one of: {', '.join(DUCKDB_TYPES)}.")
    _check_rules_fit(kind, fields)
    return Column(
        name=name,
        type=kind,
        required="required" in fields and fields["required"].boolean(),
        personal=fields["personal"].choice(PERSONAL_KINDS) if "personal" in fields else None,
        values=fields["values"].texts() if "values" in fields else (),
        min=fields["min"].number() if "min" in fields else None,
        max=fields["max"].number() if "max" in fields else None,
        pattern=_pattern(fields["pattern"]) if "pattern" in fields else None,
        description=_text_of(fields, "description"),
    )


def _check_rules_fit(kind: str, fields: dict[str, Node]) -> None:
    for rule, kinds in {"values": ("string",), "pattern": ("string",), "min": ("integer", "decimal")}.items():
        for name in (rule, "max") if rule == "min" else (rule,):
            if name in fields and kind not in kinds:
                fields[name].fail(f"'{name}' does not fit type {kind}", f"It is for: {', '.join(kinds)}.")


def _pattern(node: Node) -> str:
    try:
        re.compile(node.text())
    except re.error as problem:
        node.fail(f"the pattern is not a regular expression: {problem}", "Correct it.")
    return node.text()


def _text_of(fields: dict[str, Node], name: str) -> str:
    return fields[name].text() if name in fields else ""
