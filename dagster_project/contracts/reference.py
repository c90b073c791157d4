"""Writes docs/contracts.md out of the contract files: `python -m dagster_project.contracts.reference`."""

from pathlib import Path

from .loader import load_contracts
from .model import Column, Entity, System

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "contracts.md"

INTRODUCTION = """\
# Contracts

Generated from `dagster_project/contracts/*.yaml` by `python -m dagster_project.contracts.reference`; do not edit.

The canonical shape that every extract is brought into. A [mapping file](mapping.md) says how delivered columns become
these columns. Any system and any optional entity may be absent; what depends on it is then marked unavailable.

Attributes of a column in the YAML: `type` (string, integer, decimal, date, timestamp, boolean), `required`, `personal`
(the kind of personal data: name, consumer_name, phone, email, address, text), `values` (the only accepted texts),
`min`, `max`, `pattern` (regular expression for the whole text), `description`. Attributes of an entity: `key`,
`version` (the column that says which of two rows of a key is newer), `event_time` (when it happened), `optional`.

In the lake: string VARCHAR, integer BIGINT, decimal DECIMAL(18,4), date DATE, timestamp TIMESTAMP in UTC, boolean
BOOLEAN, followed by `_batch_id`, `_source_file`, `_source_line`, `_loaded_at`, `_row_hash`, `_version_at`,
`_is_deleted`; the folder gives `business_date`.
"""


def reference_page(systems: dict[str, System]) -> str:
    """The page as Markdown text."""
    parts = [INTRODUCTION]
    for system in systems.values():
        parts.append(f"\n## {system.name}\n\n{system.description}\n")
        parts.extend(_entity_section(entity) for entity in system.entities.values())
    return "".join(parts)


def _entity_section(entity: Entity) -> str:
    facts = [f"Key: {_code(entity.key)}."]
    if entity.version_column:
        facts.append(f"Newer by: {_code([entity.version_column])}.")
    if entity.event_time_column:
        facts.append(f"Happened at: {_code([entity.event_time_column])}.")
    if entity.optional:
        facts.append("Optional entity.")
    rows = "".join(_column_row(column) for column in entity.columns.values())
    return (
        f"\n### {entity.address}\n\n{entity.description} {' '.join(facts)}\n\n"
        f"| column | type | required | rules | personal | notes |\n|---|---|---|---|---|---|\n{rows}"
    )


def _column_row(column: Column) -> str:
    required = "yes" if column.required else ""
    rules = "; ".join(_rules(column)).replace("|", "\\|")
    return (
        f"| {column.name} | {column.type} | {required} | {rules} | {column.personal or ''} | {column.description} |\n"
    )


def _rules(column: Column) -> list[str]:
    rules = []
    if column.values:
        rules.append("one of " + ", ".join(column.values))
    if column.min is not None:
        rules.append(f"at least {column.min:g}")
    if column.max is not None:
        rules.append(f"at most {column.max:g}")
    if column.pattern:
        rules.append(f"matches `{column.pattern}`")
    return rules


def _code(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    REFERENCE.write_text(reference_page(load_contracts()), encoding="utf-8")
    print(f"wrote {REFERENCE}")
