"""Dagster's event log on SQLite, with connections that stay open."""

import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from dagster import StringSource
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._serdes import ConfigurableClassData
from sqlalchemy.pool import NullPool

OPEN_RUNS = 8


class EventLogStorage(SqliteEventLogStorage):
    """The files, tables and events of SqliteEventLogStorage, for a DAGSTER_HOME of Guanxi's.

    A night stores thousands of events, most of them in the run's file and in the index over all runs. Dagster opens the
    file for each of them, has SQLAlchemy compile the statement anew, and the last to close a file waits until the disk
    has it. Here a file stays open, and the disk is waited for when SQLite moves its log into the file: after a power
    failure the last events of a run may be missing, the files are whole, and nothing of Guanxi's own rests on them.
    """

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None):
        self._engines: OrderedDict[str, sqlalchemy.Engine] = OrderedDict()
        super().__init__(base_dir, inst_data)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        return {"dagster_home": StringSource}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "EventLogStorage":
        return cls(str(Path(config_value["dagster_home"]) / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sqlalchemy.Connection]:
        with self._db_lock, self._engine(shard).begin() as connection:
            yield connection

    def store_event(self, event: EventLogEntry) -> None:
        """Store it, and touch the run's file: that is how the page of a run learns that there is something new."""
        super().store_event(event)
        os.utime(self.path_for_shard(event.run_id))

    def wipe(self) -> None:
        """Delete the files; none may be open any more."""
        self._close(keep=0)
        super().wipe()

    def dispose(self) -> None:
        """Close the files, which brings what was logged into them to disk."""
        super().dispose()
        self._close(keep=0)

    def _engine(self, shard: str) -> sqlalchemy.Engine:
        if shard not in self._engines:
            self._engines[shard] = self._opened(shard)
        self._engines.move_to_end(shard)
        self._close(keep=OPEN_RUNS)
        return self._engines[shard]

    def _opened(self, shard: str) -> sqlalchemy.Engine:
        name, waiting = self.conn_string_for_shard(shard), {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
        self._initdb(sqlalchemy.create_engine(name, poolclass=NullPool, connect_args=waiting))
        engine = sqlalchemy.create_engine(name, pool_size=1, connect_args=waiting)
        sqlalchemy.event.listen(engine, "connect", _without_sync_of_each_event)
        return engine

    def _close(self, *, keep: int) -> None:
        while len(self._engines) > keep:
            self._engines.popitem(last=False)[1].dispose()


def _without_sync_of_each_event(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")
