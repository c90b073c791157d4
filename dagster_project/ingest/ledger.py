"""The ledger: which deliveries are in the lake. SQLite, so that a crash at any instant leaves it whole."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import date, datetime
from pathlib import Path

from .errors import IngestError
from .result import STOPPED, DeliveryResult

COLUMNS = tuple(field.name for field in fields(DeliveryResult))
SCHEMA = f"""
create table if not exists deliveries (
    {", ".join(COLUMNS)}, fingerprint,
    primary key (system, entity, logical_name, status)
);
create table if not exists seen_files (path primary key, size, mtime_ns, ctime_ns, sha256);
create table if not exists intents (id integer primary key, payload)
"""


class Ledger:
    """Deliveries by address and logical name: at most one loaded, and one stopped, each. Raises IngestError."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
            for statement in SCHEMA.split(";"):
                self._connection.execute(statement)
        except sqlite3.DatabaseError as problem:
            if isinstance(problem, sqlite3.OperationalError):
                raise
            raise IngestError(f"{path} is damaged ({problem}). Restore it from a backup.") from problem

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def deliveries(self) -> list[tuple[DeliveryResult, str]]:
        """Every active delivery with the fingerprint of the mapping that made it, in business-date order."""
        order = "business_date, mode, logical_name, system, entity, status"
        rows = self._connection.execute(f"select {', '.join(COLUMNS)}, fingerprint from deliveries order by {order}")
        return [(_result(row[:-1]), row[-1]) for row in rows]

    def put(self, result: DeliveryResult, fingerprint: str) -> None:
        """Records the outcome. A loaded delivery replaces what was loaded or stopped before under its name."""
        place = (result.system, result.entity, result.logical_name)
        only_stopped = "" if result.status != STOPPED else f" and status = '{STOPPED}'"
        self._connection.execute(
            f"delete from deliveries where system = ? and entity = ? and logical_name = ?{only_stopped}", place
        )
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        self._connection.execute(f"insert into deliveries values ({marks})", (*_row(result), fingerprint))

    def drop(self, result: DeliveryResult) -> None:
        self._connection.execute(
            "delete from deliveries where system = ? and entity = ? and logical_name = ? and status = ?",
            (result.system, result.entity, result.logical_name, result.status),
        )

    def known_hash(self, path: str, signature: tuple[int, int, int]) -> str | None:
        row = self._connection.execute(
            "select sha256 from seen_files where path = ? and size = ? and mtime_ns = ? and ctime_ns = ?",
            (path, *signature),
        ).fetchone()
        return row and row[0]

    def remember_hash(self, path: str, signature: tuple[int, int, int], sha256: str) -> None:
        self._connection.execute("insert or replace into seen_files values (?, ?, ?, ?, ?)", (path, *signature, sha256))

    def add_intent(self, payload: dict) -> int:
        text = json.dumps(payload, default=str)
        return self._connection.execute("insert into intents (payload) values (?)", (text,)).lastrowid

    def intents(self) -> list[tuple[int, dict]]:
        return [
            (number, json.loads(text)) for number, text in self._connection.execute("select * from intents order by 1")
        ]

    def remove_intent(self, number: int) -> None:
        self._connection.execute("delete from intents where id = ?", (number,))


def _row(result: DeliveryResult) -> tuple:
    values = asdict(result) | {"unknown_columns": json.dumps(result.unknown_columns, ensure_ascii=False)}
    values["business_date"] = result.business_date.isoformat()
    values["loaded_at"] = result.loaded_at and result.loaded_at.isoformat(sep=" ")
    return tuple(values.values())


def _result(row: tuple) -> DeliveryResult:
    values = dict(zip(COLUMNS, row, strict=True))
    values["business_date"] = date.fromisoformat(values["business_date"])
    values["unknown_columns"] = tuple(json.loads(values["unknown_columns"]))
    values["loaded_at"] = values["loaded_at"] and datetime.fromisoformat(values["loaded_at"])
    return DeliveryResult(**values)


def result_from(payload: dict) -> DeliveryResult:
    """The result inside an intent's payload."""
    return _result(tuple(payload[column] for column in COLUMNS))


def payload_of(result: DeliveryResult) -> dict:
    return dict(zip(COLUMNS, _row(result), strict=True))
