"""Publish a build: copy what is public, sync it, and let one rename show it to readers (N1)."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from dagster_project.ingest import active_inputs
from dagster_project.publishing.generations import (
    Generation,
    current_generation,
    forget_old_generations,
    point_readers_to,
    read_generation,
    remove_tree,
    sync_folder,
)
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.build_id import code_fingerprint
from dagster_project.warehouse.gate import Gate, require_open

PUBLIC_SCHEMAS = ("marts", "metrics", "ml", "meta")
VERSIONED_PACKAGES = ("guanxi", "dagster", "dbt-core", "dbt-duckdb", "duckdb", "scikit-learn", "great-expectations")


@dataclass(frozen=True)
class Publication:
    """`is_new` is False when this very build was published before; `is_current` when readers see it now."""

    generation: Generation
    is_new: bool
    is_current: bool


def publish(settings: Settings, *, as_of: date, gate: Gate, descriptions: dict[str, dict[str, str]]) -> Publication:
    """Publish the build of `as_of` whose gate is given.

    `descriptions` maps `schema.table` to its column comments, the table's own under the empty name. A build of an
    older day than the published one becomes a generation, but readers stay on the newer day. Raises GateClosed.
    """
    require_open(gate)
    folder = settings.serving / "generations" / gate.build_id
    is_new = not (folder / "manifest.json").exists()
    if is_new:
        _write_generation(settings, folder, as_of=as_of, gate=gate, descriptions=descriptions)
    current = current_generation(settings)
    is_current = current is None or current.as_of_date <= as_of
    if is_current:
        fault_point("publish_pointer")
        point_readers_to(settings, gate.build_id)
    forget_old_generations(settings)
    return Publication(read_generation(folder), is_new, is_current)


def _write_generation(
    settings: Settings, folder: Path, *, as_of: date, gate: Gate, descriptions: dict[str, dict[str, str]]
) -> None:
    draft = folder.with_name(f".{gate.build_id}.draft")
    remove_tree(draft)
    (draft / "parquet").mkdir(parents=True)
    row_counts = _copy_public_tables(settings, draft, gate=gate, as_of=as_of, descriptions=descriptions)
    fault_point("publish_manifest")
    _write_manifest(draft, settings=settings, as_of=as_of, gate=gate, row_counts=row_counts)
    for path in sorted(draft.rglob("*"), reverse=True):
        _sync_file(path) if path.is_file() else sync_folder(path)
    sync_folder(draft)
    fault_point("publish_rename")
    draft.rename(folder)
    sync_folder(folder.parent)


def _copy_public_tables(
    settings: Settings, draft: Path, *, gate: Gate, as_of: date, descriptions: dict[str, dict[str, str]]
) -> dict[str, int]:
    """Copy every table and view of the public schemas; returns rows by `schema.table`."""
    row_counts = {}
    with duckdb.connect(draft / "guanxi.duckdb", config=_limits(settings)) as connection:
        connection.execute(f"attach '{_quoted(settings.build_file)}' as build (read_only)")
        for schema in PUBLIC_SCHEMAS:
            connection.execute(f"create schema {schema}")
        for schema, table in _public_tables(connection):
            connection.execute(f'create table {schema}."{table}" as from build.{schema}."{table}"')
        connection.execute("detach build")
        _write_gate_tables(connection, gate, as_of)
        for schema, table in _tables_of(connection, connection.execute("select current_database()").fetchone()[0]):
            comment_on(connection, schema, table, descriptions.get(f"{schema}.{table}", {}))
            target = draft / "parquet" / schema / f"{table}.parquet"
            target.parent.mkdir(exist_ok=True)
            connection.execute(f"copy {schema}.\"{table}\" to '{_quoted(target)}' (format parquet, compression zstd)")
            row_counts[f"{schema}.{table}"] = connection.execute(f'select count(*) from {schema}."{table}"').fetchone()[
                0
            ]
        fault_point("publish_checkpoint")
        connection.execute("checkpoint")
    return row_counts


def _public_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return [(schema, table) for schema, table in _tables_of(connection, "build") if schema in PUBLIC_SCHEMAS]


def _tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> list[tuple[str, str]]:
    return connection.execute(
        """
        select table_schema, table_name from information_schema.tables
        where table_catalog = ? order by table_schema, table_name
        """,
        [database],
    ).fetchall()


def _write_gate_tables(connection: duckdb.DuckDBPyConnection, gate: Gate, as_of: date) -> None:
    connection.execute(
        "create table meta.builds as select ?::varchar as build_id, ?::date as as_of_date, ?::varchar as code_sha256, "
        "?::bigint as check_count, ?::bigint as passed_count",
        [gate.build_id, as_of, code_fingerprint(), len(gate.evidence), gate.passed_count],
    )
    connection.execute(
        "create table meta.gate (build_id varchar, kind varchar, subject varchar, severity varchar, passed boolean, "
        "detail varchar)"
    )
    connection.executemany(
        "insert into meta.gate values (?, ?, ?, ?, ?, ?)",
        [(gate.build_id, e.kind, e.subject, e.severity, e.passed, e.detail) for e in gate.evidence],
    )


def comment_on(connection: duckdb.DuckDBPyConnection, schema: str, table: str, descriptions: dict[str, str]) -> None:
    """Carry the dbt descriptions into the file, where a BI tool shows them."""
    columns = {row[0] for row in connection.execute(f'describe {schema}."{table}"').fetchall()}
    for column, text in descriptions.items():
        if column == "":
            connection.execute(f"comment on table {schema}.\"{table}\" is '{_quoted(text)}'")
        elif column in columns:
            connection.execute(f'comment on column {schema}."{table}"."{column}" is \'{_quoted(text)}\'')


def _write_manifest(draft: Path, *, settings: Settings, as_of: date, gate: Gate, row_counts: dict[str, int]) -> None:
    manifest = {
        "build_id": gate.build_id,
        "as_of_date": as_of.isoformat(),
        "published_at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "code_sha256": code_fingerprint(),
        "checks": {"total": len(gate.evidence), "passed": gate.passed_count},
        "inputs": [{"file": name, "sha256": sha256} for name, sha256 in active_inputs(settings, as_of)],
        "row_counts": row_counts,
        "versions": {package: version(package) for package in VERSIONED_PACKAGES},
    }
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def _sync_file(path: Path) -> None:
    """Make a published file read-only and durable."""
    path.chmod(0o444)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _limits(settings: Settings) -> dict[str, str | int | bool]:
    return {
        "memory_limit": settings.memory_limit,
        "threads": settings.threads,
        "temp_directory": str(settings.spill),
        "preserve_insertion_order": False,
    }


def _quoted(text: Path | str) -> str:
    return str(text).replace("'", "''")
