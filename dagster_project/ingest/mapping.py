"""Mapping files: how delivered files become contract entities."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from ..contracts import Entity, System
from ..contracts.located import Node, read_yaml
from .errors import MappingError
from .expressions import Sql, check_expression, check_query
from .patterns import DATE_TOKEN, pattern_regex

MODES = ("delta", "snapshot")
FORMATS = ("csv", "jsonl", "parquet", "xlsx")
SUFFIXES = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"} | {
    ".parquet": "parquet", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".xlsb": "xlsx"
}  # fmt: skip
ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030", "gbk": "gb18030", "latin-1": "latin-1"}
FILE_ATTRIBUTES = ("timezone", "deliveries")
DELIVERY_ATTRIBUTES = (
    "files", "business_date", "mode", "format", "encoding", "delimiter", "sheet", "null_values", "date_formats",
    "rename", "ignore_columns", "with", "allow_mass_deletion", "entities",
)  # fmt: skip
ENTITY_ATTRIBUTES = ("columns", "where", "query")


@dataclass(frozen=True)
class EntityMapping:
    """How one entity comes out of a file. Either `query`, or `columns` (None: canonical names are delivered names)."""

    entity: Entity
    columns: dict[str, Sql] | None
    where: Sql | None
    query: Sql | None
    node: Node


@dataclass(frozen=True)
class DeliveryMapping:
    """One entry of `deliveries:`. `folder` is the mapping's own; `companions` are further files by relation name."""

    files: str
    folder: Path
    regex: re.Pattern[str]
    business_date: date | None
    mode: str
    format: str | None
    encoding: str
    delimiter: str
    sheet: str | None
    null_values: tuple[str, ...]
    date_formats: tuple[str, ...]
    rename: dict[str, str]
    ignore_columns: tuple[str, ...]
    companions: dict[str, str]
    allow_mass_deletion: bool
    timezone: str
    entities: tuple[EntityMapping, ...]
    node: Node

    def format_of(self, path: Path) -> str | None:
        return self.format or SUFFIXES.get(path.suffix.lower())

    def fingerprint(self, entity: EntityMapping) -> str:
        """Changes with whatever changes the rows that come out: options of the file, SQL, contract of the entity."""
        options = (
            self.mode, self.format, self.encoding, self.delimiter, self.sheet, self.null_values, self.date_formats,
            self.rename, self.companions, self.allow_mass_deletion, self.timezone,
        )  # fmt: skip
        columns = None if entity.columns is None else {name: sql.text for name, sql in entity.columns.items()}
        shape = [(name, vars(column)) for name, column in entity.entity.columns.items()]
        contract = (entity.entity.key, entity.entity.version_column, entity.entity.event_time_column, shape)
        sql = (columns, entity.where and entity.where.text, entity.query and entity.query.text)
        return hashlib.sha256(json.dumps([options, sql, contract], default=str).encode()).hexdigest()


def load_mappings(landing: Path, contracts: dict[str, System], timezone: str) -> list[DeliveryMapping]:
    """Every mapping file under `landing`, in path order. Raises MappingError."""
    deliveries: list[DeliveryMapping] = []
    for path in sorted({*landing.rglob("mapping.yaml"), *landing.rglob("*.mapping.yaml")}):
        shown_as = path.relative_to(landing).as_posix()
        if not path.resolve().is_relative_to(landing.resolve()):
            raise MappingError(f"{shown_as}:1: the file is a link that leaves the landing folder. Put a copy there.")
        root = read_yaml(path, shown_as=shown_as, error=MappingError)
        fields = root.fields(known=FILE_ATTRIBUTES, required=("deliveries",))
        zone = _timezone(fields["timezone"]) if "timezone" in fields else timezone
        entries = fields["deliveries"].value
        if not isinstance(entries, list) or not entries:
            fields["deliveries"].fail("a list of deliveries is expected here", "Begin each with '- files:'.")
        deliveries += [_delivery(entry, path.parent, contracts, zone) for entry in entries]
    return deliveries


def _delivery(node: Node, folder: Path, contracts: dict[str, System], timezone: str) -> DeliveryMapping:
    fields = node.fields(known=DELIVERY_ATTRIBUTES, required=("files", "mode", "entities"))
    fields = {name: field for name, field in fields.items() if field.value is not None or name == "entities"}
    for name in ("files", "mode"):
        if name not in fields:
            node.fail(f"'{name}' is empty", "Give it a value.")
    files = _inside(fields["files"])
    if (DATE_TOKEN in files) == ("business_date" in fields):
        fields["files"].fail(
            "the business date must come from exactly one place",
            f"Write {DATE_TOKEN} in 'files' or give 'business_date:', not both.",
        )
    companions = {name: _inside(path) for name, path in _fields_of(fields, "with").items()}
    entities = fields["entities"].fields()
    if not entities:
        fields["entities"].fail("no entity is named", "Name at least one, such as erp.orders: {}.")
    return DeliveryMapping(
        files=files,
        folder=folder,
        regex=pattern_regex(files),
        business_date=fields["business_date"].day() if "business_date" in fields else None,
        mode=fields["mode"].choice(MODES),
        format=fields["format"].choice(FORMATS) if "format" in fields else None,
        encoding=ENCODINGS[fields["encoding"].choice(ENCODINGS)] if "encoding" in fields else ENCODINGS["utf-8"],
        delimiter=_delimiter(fields.get("delimiter")),
        sheet=fields["sheet"].text() if "sheet" in fields else None,
        null_values=fields["null_values"].texts() if "null_values" in fields else ("",),
        date_formats=_date_formats(fields.get("date_formats")),
        rename={name: new.text() for name, new in _fields_of(fields, "rename").items()},
        ignore_columns=fields["ignore_columns"].texts() if "ignore_columns" in fields else (),
        companions=companions,
        allow_mass_deletion="allow_mass_deletion" in fields and fields["allow_mass_deletion"].boolean(),
        timezone=timezone,
        entities=tuple(_entity(name, spec, contracts, set(companions)) for name, spec in entities.items()),
        node=fields["files"],
    )


def _entity(address: str, node: Node, contracts: dict[str, System], companions: set[str]) -> EntityMapping:
    system, _, name = address.partition(".")
    entity = contracts[system].entities.get(name) if system in contracts else None
    if entity is None:
        known = sorted(entity.address for system in contracts.values() for entity in system.entities.values())
        node.fail(f"unknown entity '{address}'", f"Known: {', '.join(known)}.")
    fields = node.fields(known=ENTITY_ATTRIBUTES)
    if "query" in fields and len(fields) > 1:
        fields["query"].fail("'query' stands alone", "Drop 'columns' and 'where', or say it in the query.")
    query = (
        check_query(fields["query"].text(), fields["query"], {"delivery", *companions}) if "query" in fields else None
    )
    where = check_expression(fields["where"].text(), fields["where"]) if "where" in fields else None
    columns = _columns(entity, fields["columns"]) if "columns" in fields else None
    return EntityMapping(entity, columns, where, query, node)


def _columns(entity: Entity, node: Node) -> dict[str, Sql]:
    columns: dict[str, Sql] = {}
    for name, expression in node.fields().items():
        if name not in entity.columns:
            expression.fail(f"{entity.address} has no column '{name}'", f"Columns: {', '.join(entity.columns)}.")
        text = f'"{name}"' if expression.value is None else expression.text()
        columns[name] = check_expression(text, expression)
    missing = [name for name, column in entity.columns.items() if column.required and name not in columns]
    if missing:
        node.fail(f"{entity.address} needs {', '.join(missing)}", "Give each an expression over delivered columns.")
    return columns


def _fields_of(fields: dict[str, Node], name: str) -> dict[str, Node]:
    return fields[name].fields() if name in fields else {}


def _inside(node: Node) -> str:
    text = node.text()
    if text.startswith(("/", "~")) or "\\" in text or ".." in text.split("/"):
        node.fail(f"'{text}' leaves the mapping's folder", "Write a path relative to the mapping file, without '..'.")
    return text


def _delimiter(node: Node | None) -> str:
    if node is None:
        return ","
    text = {"\\t": "\t", "tab": "\t"}.get(node.text(), node.text())
    if len(text) != 1 or text in '"\r\n':
        node.fail(f"delimiter '{node.value}' is not one character", 'Write one, such as ";" or "\\t".')
    return text


def _timezone(node: Node) -> str:
    try:
        return ZoneInfo(node.text()).key
    except (ZoneInfoNotFoundError, ValueError):
        node.fail(f"unknown timezone '{node.value}'", "Write a name such as Asia/Shanghai or UTC.")


def _date_formats(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    with duckdb.connect() as connection:
        for text in node.texts():
            try:
                connection.execute("select strftime(timestamp '2000-01-01', ?::varchar)", [text])
            except duckdb.Error as problem:
                node.fail(f"date format '{text}' is not understood", f"Use strptime codes ({problem}).")
    return node.texts()
