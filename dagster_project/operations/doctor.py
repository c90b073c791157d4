"""Whether this machine and this home can carry a run."""

import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from dagster_project.settings import Settings
from dagster_project.warehouse.lock import is_locked, lock_holder

MINIMUM_MEMORY_GB = 4
MINIMUM_DISK_GB = 5
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
}
GB = 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing examined. `remedy` is empty when it is well."""

    subject: str
    observed: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Every finding on versions, memory, disk, lock and file system of a home."""
    parts: list[Callable[[Settings], Iterator[Finding]]] = [_versions, _memory, _disk, _file_system, _lock, _ledger]
    return [finding for part in parts for finding in part(settings)]


def _versions(settings: Settings) -> Iterator[Finding]:
    wrong_python = "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer"
    yield Finding("python", platform.python_version(), wrong_python)
    for text in requires("guanxi") or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _package(requirement)


def _package(requirement: Requirement) -> Finding:
    try:
        found = version(requirement.name)
    except PackageNotFoundError:
        return Finding(requirement.name, "missing", "run `make setup`")
    wanted = requirement.specifier.contains(found, prereleases=True)
    return Finding(requirement.name, found, "" if wanted else f"needs {requirement.specifier}: run `make setup`")


def _memory(settings: Settings) -> Iterator[Finding]:
    meminfo = Path("/proc/meminfo")
    if not meminfo.exists():
        return
    kilobytes = {line.split(":")[0]: int(line.split()[1]) for line in meminfo.read_text().splitlines()}
    available = kilobytes["MemAvailable"] * 1024 / GB
    remedy = (
        "" if available >= MINIMUM_MEMORY_GB else f"free memory, or lower GUANXI_MEMORY_LIMIT ({settings.memory_limit})"
    )
    yield Finding("memory available", f"{available:.1f} GB", remedy)


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing(settings.home)).free / GB
    remedy = "" if free >= MINIMUM_DISK_GB else f"free at least {MINIMUM_DISK_GB} GB where {settings.home} lies"
    yield Finding("disk free", f"{free:.1f} GB", remedy)


def _file_system(settings: Settings) -> Iterator[Finding]:
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return
    entries = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    home = _existing(settings.home)
    above = [(point, kind) for point, kind in entries if home == Path(point) or Path(point) in home.parents]
    point, kind = max(above, key=lambda entry: len(entry[0]))
    is_network = kind in NETWORK_FILE_SYSTEMS
    remedy = "file locks and renames are not safe there: put GUANXI_HOME on a local disk" if is_network else ""
    yield Finding("file system of the home", f"{kind} at {point}", remedy)


def _lock(settings: Settings) -> Iterator[Finding]:
    locked = is_locked(settings)
    yield Finding("writer lock", f"held by {lock_holder(settings)}" if locked else "free")


def _ledger(settings: Settings) -> Iterator[Finding]:
    if not settings.ledger.exists():
        yield Finding("ledger", "none yet")
        return
    connection = sqlite3.connect(f"file:{settings.ledger}?mode=ro", uri=True)
    try:
        verdict = connection.execute("pragma quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    finally:
        connection.close()
    yield Finding("ledger", verdict, "" if verdict == "ok" else f"restore {settings.ledger} from a backup")


def _existing(path: Path) -> Path:
    return next(p for p in [path, *path.parents] if p.exists())
