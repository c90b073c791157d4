"""Erase a person: landing, lake, quarantine, identity, scores, published generations; no delivery brings them back.

The keys to erase by are written down before anything is changed, so that an erasure cut short by a crash is finished by
the next one. What was erased is audited as counts.
"""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.ingest import ingest
from dagster_project.ingest.erased import remember_erased
from dagster_project.privacy.batches import batches_of, clean_batch
from dagster_project.privacy.derived import clean_parquet_below, clean_quarantine
from dagster_project.privacy.generations import clean_generations
from dagster_project.privacy.landing_lines import clean_landing
from dagster_project.privacy.person import Person
from dagster_project.privacy.traces import traces_of
from dagster_project.settings import Settings, fault_point
from dagster_project.warehouse.audit import record_action
from dagster_project.warehouse.lock import writer_lock


@dataclass(frozen=True)
class Erasure:
    """What was done. `left`: places that still hold the person, with what to do there; empty when nothing is left."""

    files: tuple[str, ...]
    row_count: int
    generation_count: int
    left: tuple[str, ...]


def erase(settings: Settings, person: Person) -> Erasure:
    """Remove every row about the person, and make sure. The next run builds without them. Raises HomeLocked."""
    with writer_lock(settings):
        _write_down(settings, person)
        remember_erased(settings, person.keys)
        fault_point("erase_remembered")
        touched = batches_of(settings, person)
        files = clean_landing(settings, person)
        fault_point("erase_landing")
        until = max((result.business_date for result in touched), default=date.min)
        anew = {(result.address, result.logical_name) for result in touched}
        if touched:
            ingest(settings, until=until, anew=anew)
        for result in batches_of(settings, person):
            clean_batch(settings, result, person)
        clean_quarantine(settings, person)
        fault_point("erase_lake")
        for folder in (settings.lake / "scores", settings.lake / "identity"):
            clean_parquet_below(folder, person)
        generation_count = clean_generations(settings, person)
        _forget_build(settings)
        left = traces_of(settings, person)
        row_count = sum(result.rows_loaded for result in touched)
        record_action(settings, "erased", files=len(files), batches=len(touched), left=len(left))
        if not left:
            _pending(settings).unlink(missing_ok=True)
    return Erasure(tuple(files), row_count, generation_count, tuple(left))


def pending_erasure(settings: Settings) -> Person | None:
    """The person whose erasure a crash has cut short."""
    path = _pending(settings)
    if not path.exists():
        return None
    content = json.loads(path.read_text())
    return Person(frozenset(content["customer_ids"]), frozenset(map(tuple, content["keys"])))


def _write_down(settings: Settings, person: Person) -> None:
    partial = _pending(settings).with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump({"customer_ids": sorted(person.customer_ids), "keys": sorted(person.keys)}, stream)
        stream.flush()
        os.fsync(descriptor)
    partial.replace(_pending(settings))


def _pending(settings: Settings) -> Path:
    return settings.home / "erasure.pending"


def _forget_build(settings: Settings) -> None:
    """The build file and the caches beside it are disposable: the next run makes them anew, without the person."""
    folder = settings.build_file.parent
    for path in folder.iterdir() if folder.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    settings.spill.mkdir(parents=True, exist_ok=True)
