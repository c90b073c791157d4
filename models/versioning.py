"""Versions of trained models by content: the same data, parameters and code give the same version."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd

LIBRARIES = ("numpy", "pandas", "scikit-learn", "scipy", "skops")


def data_hash(frame: pd.DataFrame, *, key: list[str]) -> str:
    """SHA-256 of a frame's content; the order of its rows does not matter."""
    ordered = frame.sort_values(key, ignore_index=True)
    digest = hashlib.sha256(json.dumps([[name, str(kind)] for name, kind in ordered.dtypes.items()]).encode())
    digest.update(pd.util.hash_pandas_object(ordered, index=False).to_numpy().tobytes())
    return digest.hexdigest()


@cache
def code_hash() -> str:
    """SHA-256 of the source of this package: a changed model is a new version even on unchanged data."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def library_versions() -> dict[str, str]:
    """Installed versions of what a fit depends on."""
    return {name: version(name) for name in LIBRARIES}


def content_version(*, training_data: str, params: Mapping, as_of_date: str) -> str:
    """Twelve hexadecimal digits out of training data, parameters, as-of date, code and libraries."""
    content = {
        "training_data": training_data,
        "params": params,
        "as_of_date": as_of_date,
        "code": code_hash(),
        "libraries": library_versions(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
