"""Publish a build: copy what is public, sync it, and let one rename show it to readers (N1)."""

import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from dagster_project.ingest import active_inputs
from dagster_project.privacy.evidence import KIND as PRIVACY
from dagster_project.privacy.evidence import NO_PERSONAL_DATA
from dagster_project.publishing.generations import (
    Generation,
    current_generation,
    forget_old_generations,
    open_like_serving,
    point_readers_to,
    read_generation,
    remove_tree,
    sync_folder,
)
from dagster_project.publishing.published_file import Descriptions, copy_public_tables
from dagster_project.publishing.rollback import is_withdrawn
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.accepted_builds import AcceptedBuild, accept
from dagster_project.warehouse.audit import record_action
from dagster_project.warehouse.build_id import code_fingerprint
from dagster_project.warehouse.gate import Gate, require_open

VERSIONED_PACKAGES = ("guanxi", "dagster", "dbt-core", "dbt-duckdb", "duckdb", "scikit-learn", "great-expectations")


@dataclass(frozen=True)
class Publication:
    """`is_new` is False when this very build was published before; `is_current` when readers see it now."""

    generation: Generation
    is_new: bool
    is_current: bool


def publish(settings: Settings, *, as_of: date, gate: Gate, descriptions: Descriptions) -> Publication:
    """Publish the build of `as_of` whose gate is given.

    A build of an older day than the published one becomes a generation, but readers stay on the newer day; so does one
    that was rolled back from, until somebody asks for it. Raises GateClosed, PersonalDataShown.
    """
    require_open(gate)
    # Told of in what is published before it is so: a draft that shows personal data never gets there.
    gate = replace(gate, evidence=(*(e for e in gate.evidence if e.kind != PRIVACY), NO_PERSONAL_DATA))
    folder = settings.serving / "generations" / gate.build_id
    is_new = not (folder / "manifest.json").exists()
    if is_new:
        _write_generation(settings, folder, as_of=as_of, gate=gate, descriptions=descriptions)
    accept(settings, AcceptedBuild(gate.build_id, as_of, code_fingerprint(), len(gate.evidence), gate.passed_count))
    current = current_generation(settings)
    is_current = current is None or (current.as_of_date <= as_of and not is_withdrawn(settings, gate.build_id))
    if is_current:
        if current is None or current.build_id != gate.build_id:
            record_action(settings, "published", build=gate.build_id, as_of=as_of.isoformat())
        fault_point("publish_pointer")
        point_readers_to(settings, gate.build_id)
    forget_old_generations(settings, now=datetime.now(UTC))
    return Publication(read_generation(folder), is_new, is_current)


def _write_generation(settings: Settings, folder: Path, *, as_of: date, gate: Gate, descriptions: Descriptions) -> None:
    draft = folder.with_name(f".{gate.build_id}.draft")
    remove_tree(draft)
    (draft / "parquet").mkdir(parents=True)
    row_counts = copy_public_tables(settings, draft, gate=gate, as_of=as_of, descriptions=descriptions)
    fault_point("publish_manifest")
    _write_manifest(draft, settings=settings, as_of=as_of, gate=gate, row_counts=row_counts)
    for path in sorted(draft.rglob("*"), reverse=True):
        _sync_file(path) if path.is_file() else sync_folder(path)
    open_like_serving(settings, draft)
    sync_folder(draft)
    fault_point("publish_rename")
    draft.rename(folder)
    sync_folder(folder.parent)


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
