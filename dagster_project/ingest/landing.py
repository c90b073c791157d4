"""What lies in the landing folder: files that a mapping covers, their hashes, and what is still being written."""

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .errors import IngestError
from .mapping import DeliveryMapping
from .patterns import date_in

PARTIAL_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
PARTIAL_PREFIXES = ("~$", ".")
SETTLED_SECONDS = 2.0
SECOND_LOOK_SECONDS = 0.2
BLOCK_BYTES = 1 << 20
UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
Signature = tuple[int, int, int]


@dataclass(frozen=True)
class LandedFile:
    """One file as one mapping entry sees it. `logical_name` is its path in landing (with #sheet where one is named)."""

    path: Path
    logical_name: str
    business_date: date
    mapping: DeliveryMapping
    partial: bool


def landed_files(landing: Path, mappings: list[DeliveryMapping]) -> list[LandedFile]:
    """Every mapped file in path order, half-written ones included and marked. Raises MappingError, IngestError."""
    names = sorted(_files_below(landing))
    found: list[LandedFile] = []
    owners: dict[tuple[str, str], DeliveryMapping] = {}
    for mapping in mappings:
        prefix = "" if mapping.folder == landing else mapping.folder.relative_to(landing).as_posix() + "/"
        for name in names:
            whole = _without_partial_mark(name)
            match = mapping.regex.fullmatch(whole[len(prefix) :]) if whole.startswith(prefix) else None
            day = mapping.business_date or (match and date_in(match["business_date"]))
            if not match or not day:
                continue
            logical_name = shown_name(whole) if mapping.sheet is None else f"{shown_name(whole)}#{mapping.sheet}"
            _refuse_overlap(owners, logical_name, mapping)
            refuse_escape(landing, landing / name)
            found.append(LandedFile(landing / name, logical_name, day, mapping, partial=whole != name))
    return found


def content_hash(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def shown_name(name: str) -> str:
    """A file's name without what cannot be stored or would act on a terminal: such characters as escapes."""
    return UNSHOWABLE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), name)


def companion_files(landing: Path, mapping: DeliveryMapping) -> dict[str, Path]:
    """The further files of a mapping by relation name, delivered or not. Raises IngestError (a link out of landing)."""
    files = {relation: mapping.folder / name for relation, name in mapping.companions.items()}
    for path in files.values():
        refuse_escape(landing, path)
    return files


def wait_if_young(signatures: Iterable[Signature]) -> None:
    """Gives a writer the time to show itself: without it a file written right now would look finished."""
    if any(is_young(signature) for signature in signatures):
        time.sleep(SECOND_LOOK_SECONDS)


def is_young(signature: Signature) -> bool:
    return abs(time.time_ns() - signature[1]) < SETTLED_SECONDS * 1e9


def signature(path: Path) -> Signature | None:
    """Size, modification time, change time; None where the file is gone.

    A copy may bring an old modification time with it and a clock may be set back: the change time moves all the same.
    """
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _files_below(landing: Path) -> Iterator[str]:
    for folder, _, names in os.walk(landing):
        for name in names:
            yield (Path(folder) / name).relative_to(landing).as_posix()


def _without_partial_mark(name: str) -> str:
    folder, _, base = name.rpartition("/")
    for prefix in PARTIAL_PREFIXES:
        base = base.removeprefix(prefix)
    for suffix in PARTIAL_SUFFIXES:
        base = base.removesuffix(suffix)
    return f"{folder}/{base}" if folder else base


def _refuse_overlap(owners: dict, logical_name: str, mapping: DeliveryMapping) -> None:
    for entity in mapping.entities:
        other = owners.setdefault((logical_name, entity.entity.address), mapping)
        if other is not mapping:
            mapping.node.fail(
                f"{logical_name} is already mapped to {entity.entity.address} by {other.node.file}:{other.node.line}",
                "Let one of the two patterns match it.",
            )


def refuse_escape(landing: Path, path: Path) -> None:
    """Raises IngestError for what is no file of the landing folder: a link out of it, a pipe, a device."""
    name = shown_name(path.relative_to(landing).as_posix())
    try:
        target = path.resolve()
    except (OSError, RuntimeError) as problem:
        raise IngestError(f"{name} is a link that leads nowhere. Remove it, or put a copy there.") from problem
    if not target.is_relative_to(landing.resolve()):
        raise IngestError(f"{name} is a link that leaves the landing folder. Put a copy there.")
    if target.exists() and not target.is_file():
        raise IngestError(f"{name} is not a regular file. Remove it, or put a copy there.")
