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
from .engine_words import cause
from .erased import Erasures, forget_erased_lines, forget_erased_rows, load_erasures
from .errors import DeliveryStopped, IngestError
from .evaluate import evaluation, unknown_columns
from .keyed_hash import define_keyed_hash
from .lake import batch_file
from .landing import LandedFile, companion_files
from .mapping import EntityMapping
from .reader import Relation, read_delivery
from .result import LOADED, STOPPED, DeliveryResult
from .rows import check_rows, mark_repeats
from .sandbox import SECONDS, bounded, locked, scratch
from .space import explained
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
    with (
        explained(settings, doing=file.logical_name),
        scratch(settings) as folder,
        closing(_connection(settings, folder)) as connection,
    ):
        try:
            delivered = _read(connection, settings, file, folder / "delivered.csv")
        except DeliveryStopped as stop:
            return [_stopped(job, str(stop)) for job in jobs]
        erasures = load_erasures(settings)
        if erasures:
            delivered = forget_erased_lines(connection, delivered, erasures)
        for number, job in enumerate(jobs):
            if job.spec.mode == "snapshot":
                load_state(connection, job.spec, job.preceding, f"state_{number}")
        locked(connection, _outputs(settings, jobs))
        return [_load(connection, settings, file, job, f"state_{n}", delivered, erasures) for n, job in enumerate(jobs)]


def _connection(settings: Settings, folder: Path) -> duckdb.DuckDBPyConnection:
    options = {"memory_limit": settings.memory_limit, "threads": settings.threads}
    connection = duckdb.connect(config=options | {"temp_directory": str(folder)})
    connection.execute("set TimeZone = 'UTC'")
    define_keyed_hash(connection, settings)
    return connection


def _read(connection, settings: Settings, file: LandedFile, spool: Path) -> Relation:
    for relation, path in companion_files(settings.landing, file.mapping).items():
        if not path.is_file():
            needed = file.mapping.companions[relation]
            raise DeliveryStopped(f"{file.logical_name} needs {needed}, which is not delivered")
        read_delivery(connection, path, file.mapping, relation=relation, spool=spool)
    return read_delivery(connection, file.path, file.mapping, relation="delivery", spool=spool)


def _outputs(settings: Settings, jobs: Sequence[Job]) -> list[Path]:
    """The files that the jobs write."""
    roots = (settings.lake, settings.quarantine)
    targets = [temporary(batch_file(root, job.outcome)) for job in jobs for root in roots]
    for target in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
    return targets


def _load(
    connection,
    settings: Settings,
    file: LandedFile,
    job: Job,
    state: str,
    delivered: Relation,
    erasures: Erasures | None,
) -> DeliveryResult:
    spec = job.spec
    try:
        with bounded(connection):
            bound = evaluation(connection, job.mapping, delivered)
            check_rows(connection, spec, bound)
            if erasures:
                forget_erased_rows(connection, spec.entity, erasures)
            mark_repeats(connection, spec)
            withheld = spec.mode == "snapshot" and compare_with_state(
                connection, spec, state, delivered.malformed_count
            )
            write_batch(connection, spec, temporary(batch_file(settings.lake, job.outcome)))
            write_quarantine(connection, spec, bound.relation, temporary(batch_file(settings.quarantine, job.outcome)))
    except DeliveryStopped as stop:
        return _stopped(job, str(stop))
    except duckdb.InterruptException:
        node = job.mapping.node
        return _stopped(job, f"{node.file}:{node.line}: the mapping's SQL takes more than {SECONDS // 60} minutes")
    except (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.OutOfRangeException) as problem:
        node = job.mapping.node
        return _stopped(job, f"{node.file}:{node.line}: the mapping fails on a row: {cause(str(problem))}")
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
