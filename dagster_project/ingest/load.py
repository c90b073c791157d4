"""One landed file -> batch files under their temporary names, one DuckDB of its own a file."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from ..settings import Settings
from .batch import BatchSpec
from .commit import temporary
from .errors import DeliveryStopped, IngestError
from .evaluate import evaluation, unknown_columns
from .lake import batch_file
from .landing import LandedFile
from .mapping import EntityMapping
from .reader import Relation, read_delivery
from .result import LOADED, STOPPED, DeliveryResult
from .rows import check_rows, mark_repeats
from .state import compare_with_state, load_state
from .writing import write_batch, write_quarantine


@dataclass(frozen=True)
class Job:
    """One entity to load out of a file, the lake files it builds on, and its outcome so far."""

    mapping: EntityMapping
    spec: BatchSpec
    preceding: Sequence[Path]
    outcome: DeliveryResult


def load_file(settings: Settings, file: LandedFile, jobs: Sequence[Job]) -> list[DeliveryResult]:
    """Loads every job of one file. A stopped job says why in its result; the others go on. Raises IngestError."""
    settings.spill.mkdir(parents=True, exist_ok=True)
    spool = settings.spill / "delivered.csv"
    try:
        with closing(_connection(settings)) as connection:
            try:
                delivered = _read(connection, settings, file, spool)
            except DeliveryStopped as stop:
                return [_stopped(job, str(stop)) for job in jobs]
            for number, job in enumerate(jobs):
                if job.spec.mode == "snapshot":
                    load_state(connection, job.spec, job.preceding, f"state_{number}")
            _lock(connection, settings, jobs)
            return [_load(connection, settings, file, job, f"state_{n}", delivered) for n, job in enumerate(jobs)]
    except duckdb.OutOfMemoryException as problem:
        raise IngestError(
            f"{file.logical_name} does not fit into {settings.memory_limit} of memory and the free disk space of "
            f"{settings.spill}. Raise GUANXI_MEMORY_LIMIT, free disk space, or deliver the file in parts."
        ) from problem
    finally:
        spool.unlink(missing_ok=True)


def _connection(settings: Settings) -> duckdb.DuckDBPyConnection:
    options = {"memory_limit": settings.memory_limit, "threads": settings.threads}
    connection = duckdb.connect(config=options | {"temp_directory": str(settings.spill)})
    connection.execute("set TimeZone = 'UTC'")
    return connection


def _read(connection, settings: Settings, file: LandedFile, spool: Path) -> Relation:
    for relation, pattern in file.mapping.companions.items():
        path = file.mapping.folder / pattern
        if not path.is_file():
            raise DeliveryStopped(f"{file.logical_name} needs {pattern}, which is not delivered")
        read_delivery(connection, path, file.mapping, relation=relation, spool=spool)
    return read_delivery(connection, file.path, file.mapping, relation="delivery", spool=spool)


def _lock(connection, settings: Settings, jobs: Sequence[Job]) -> None:
    """From here on the mapping's SQL runs: no file is reachable but those that this batch writes."""
    outputs = []
    for job in jobs:
        for root in (settings.lake, settings.quarantine):
            target = temporary(batch_file(root, job.outcome))
            target.parent.mkdir(parents=True, exist_ok=True)
            outputs.append(str(target))
    connection.execute("set allowed_paths = $paths", {"paths": outputs})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def _load(
    connection, settings: Settings, file: LandedFile, job: Job, state: str, delivered: Relation
) -> DeliveryResult:
    spec = job.spec
    try:
        bound = evaluation(connection, job.mapping, delivered)
        check_rows(connection, spec, bound)
        mark_repeats(connection, spec)
        withheld = spec.mode == "snapshot" and compare_with_state(connection, spec, state, delivered.malformed_count)
        write_batch(connection, spec, temporary(batch_file(settings.lake, job.outcome)))
        write_quarantine(connection, spec, bound.relation, temporary(batch_file(settings.quarantine, job.outcome)))
    except DeliveryStopped as stop:
        return _stopped(job, str(stop))
    except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException) as problem:
        node = job.mapping.node
        return _stopped(job, f"{node.file}:{node.line}: the mapping fails on a row: {str(problem).splitlines()[0]}")
    unknown = unknown_columns(file.mapping.entities, delivered.columns, file.mapping.ignore_columns)
    notes = list(bound.notes)
    if withheld:
        notes.append("no key counts as vanished, because some delivered keys are not readable")
    counted = _counted(connection, settings, job, delivered)
    return replace(counted, unknown_columns=tuple(unknown), message="; ".join(notes))


def _counted(connection, settings: Settings, job: Job, delivered: Relation) -> DeliveryResult:
    """Counts what was read and what was written apart from each other, and insists that they agree."""
    snapshot = job.spec.mode == "snapshot"
    rows_in = connection.execute("select count(*) from checked").fetchone()[0] + delivered.malformed_count
    duplicate = connection.execute("select count(*) from repeated").fetchone()[0]
    deleted = 0
    if snapshot:
        duplicate += connection.execute("select count(*) from unchanged").fetchone()[0]
        deleted = connection.execute("select count(*) from vanished").fetchone()[0]
    written = pq.read_metadata(temporary(batch_file(settings.lake, job.outcome))).num_rows
    rejected = pq.read_metadata(temporary(batch_file(settings.quarantine, job.outcome))).num_rows
    loaded = written - deleted
    if rows_in != loaded + rejected + duplicate:
        raise IngestError(
            f"{job.spec.source_file}: {job.outcome.address}: rows do not balance: {rows_in} in, {loaded} loaded, "
            f"{rejected} quarantined, {duplicate} duplicate. Nothing of it was kept; please report this as a defect."
        )
    return replace(
        job.outcome,
        status=LOADED,
        rows_in=rows_in,
        rows_loaded=loaded,
        rows_quarantined=rejected,
        rows_duplicate=duplicate,
        rows_deleted=deleted,
    )


def _stopped(job: Job, message: str) -> DeliveryResult:
    return replace(job.outcome, status=STOPPED, message=message)
