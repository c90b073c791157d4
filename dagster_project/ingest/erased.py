"""Persons who were erased do not come back with the next delivery: their keys are remembered as salted hashes."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from ..contracts import Entity
from ..settings import Settings
from .person_keys import names_a_person_sql, normalised
from .reader import Relation
from .sql import literal, literal_list

# Numbers and addresses in a line that cannot be split into columns.
TOKENS = {"phone": r"[0-9][0-9 -]{5,}[0-9]", "email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"}


@dataclass(frozen=True)
class Erasures:
    """Hashes of the keys of everybody erased. The salt makes them useless without this home."""

    salt: str
    digests: frozenset[str]


def load_erasures(settings: Settings) -> Erasures | None:
    """None where nobody was erased."""
    path = _path(settings)
    if not path.exists():
        return None
    content = json.loads(path.read_text())
    return Erasures(content["salt"], frozenset(content["digests"]))


def remember_erased(settings: Settings, keys: Iterable[tuple[str, str]]) -> None:
    """Add (kind, normalised value) pairs to the hashes, durably, in a file that its owner alone may read."""
    known = load_erasures(settings) or Erasures(secrets.token_hex(32), frozenset())
    digests = known.digests | {_digest(known.salt, kind, value) for kind, value in keys}
    partial = _path(settings).with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump({"salt": known.salt, "digests": sorted(digests)}, stream)
        stream.flush()
        os.fsync(descriptor)
    partial.replace(_path(settings))


def forget_erased_rows(connection: duckdb.DuckDBPyConnection, entity: Entity, erasures: Erasures) -> None:
    """Takes rows of erased persons out of table `checked`: they count as never delivered."""
    condition = names_a_person_sql(entity, lambda kind, value: _is_erased(erasures, kind, value))
    connection.execute(f"delete from checked where {condition}")


def forget_erased_lines(connection: duckdb.DuckDBPyConnection, delivered: Relation, erasures: Erasures) -> Relation:
    """Takes malformed lines that hold a phone number or an address of an erased person out of what was delivered."""
    if not delivered.malformed_count:
        return delivered
    hits = [
        f"""select _line from (
            select _line, unnest(regexp_extract_all(_text, {literal(pattern)})) as token from {delivered.relation}_raw
        ) where {_is_erased(erasures, kind, normalised(kind, "token"))}"""
        for kind, pattern in TOKENS.items()
    ]
    connection.execute(f"delete from {delivered.relation}_raw where _line in ({' union '.join(hits)})")
    left = connection.execute(f"select count(_problem) from {delivered.relation}_raw").fetchone()[0]
    return replace(delivered, malformed_count=left)


def _is_erased(erasures: Erasures, kind: str, value: str) -> str:
    return f"sha256({literal(erasures.salt + kind + ':')} || {value}) in ({literal_list(sorted(erasures.digests))})"


def _digest(salt: str, kind: str, value: str) -> str:
    return hashlib.sha256(f"{salt}{kind}:{value}".encode()).hexdigest()


def _path(settings: Settings) -> Path:
    return settings.home / "erased.json"
