"""dbt's source files, written from the contracts: `python -m dagster_project.warehouse.dbt_sources`."""

import json
from pathlib import Path

from dagster_project.contracts import Column, Entity, System, load_contracts
from dagster_project.settings import load_settings

LAKE_LOCATION = (
    "read_parquet('{{{{ env_var('GUANXI_HOME', '../data') }}}}/lake/{system}/{{name}}/*/*.parquet', "
    "hive_partitioning=true, union_by_name=true)"
)


def write_sources(models: Path | None = None) -> list[Path]:
    """Write `staging/<system>/_<system>__sources.yml` of every contract under the models folder; returns the paths."""
    return [_write(path, text) for path, text in rendered_sources(models).items()]


def rendered_sources(models: Path | None = None) -> dict[Path, str]:
    """The text of every source file by its path, without writing anything."""
    folder = (models or load_settings().dbt_project / "models") / "staging"
    contracts = load_contracts()
    return {folder / name / f"_{name}__sources.yml": source_yaml(system) for name, system in contracts.items()}


def source_yaml(system: System) -> str:
    """One dbt source whose tables are the lake's Parquet of one system."""
    lines = [
        f"# Written from dagster_project/contracts/{system.name}.yaml by dagster_project/warehouse/dbt_sources.py.",
        "sources:",
        f"  - name: {system.name}",
        f"    description: {_quoted(system.description)}",
        "    config:",
        f"      external_location: {_quoted(LAKE_LOCATION.format(system=system.name))}",
        "    tables:",
    ]
    for entity in system.entities.values():
        lines += _table_lines(entity)
    return "\n".join(lines) + "\n"


def _table_lines(entity: Entity) -> list[str]:
    lines = [f"      - name: {entity.name}", f"        description: {_quoted(entity.description)}", "        columns:"]
    for column in entity.columns.values():
        lines += _column_lines(column)
    return lines


def _column_lines(column: Column) -> list[str]:
    lines = [f"          - name: {column.name}", f"            data_type: {column.duckdb_type.lower()}"]
    if column.description:
        lines.append(f"            description: {_quoted(column.description)}")
    if column.personal:
        lines.append(f"            config: {{meta: {{personal: {column.personal}}}}}")
    return lines


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


if __name__ == "__main__":
    for written in write_sources():
        print(written)
