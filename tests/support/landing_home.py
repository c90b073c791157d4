"""A home with a landing folder to put deliveries into."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import pytest

from dagster_project.ingest import DeliveryResult, entity_rows_sql, ingest
from dagster_project.settings import Settings

FAR = date(2030, 1, 1)
MOMENTS = count()


@dataclass(frozen=True)
class Home:
    """Writes deliveries and mappings, ingests, and reads back."""

    settings: Settings

    def deliver(self, name: str, content: str | bytes) -> Path:
        file = self.settings.landing / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        # A file of some age: the ingest waits a moment before it trusts one written just now.
        written = file.stat().st_mtime_ns - 60_000_000_000 + next(MOMENTS)
        os.utime(file, ns=(written, written))
        return file

    def map(self, text: str, name: str = "mapping.yaml") -> None:
        self.deliver(name, text)

    def ingest(self, until: date = FAR) -> list[DeliveryResult]:
        return ingest(self.settings, until=until)

    def rows(self, columns: str, address: str, until: date = FAR) -> list[tuple]:
        """The current rows as of a date, ordered."""
        rows = entity_rows_sql(self.settings, *address.split("."), until)
        return duckdb.sql(f"select {columns} from ({rows}) order by all").fetchall()

    def lake(self, columns: str, address: str) -> list[tuple]:
        """Every row of the lake, versions and tombstones included, ordered."""
        return self._read("lake", columns, address)

    def quarantined(self, address: str) -> list[tuple[int, str]]:
        return self._read("quarantine", "source_line, reason", address)

    def content(self) -> dict[str, list[tuple]]:
        """Everything in the lake but the time of loading, by file."""
        columns = "columns(c -> c not in ('_loaded_at', 'loaded_at'))"
        files = sorted(self.settings.lake.rglob("*.parquet"))
        return {
            file.relative_to(self.settings.lake).as_posix(): duckdb.sql(
                f"select {columns} from read_parquet('{file}') order by all"
            ).fetchall()
            for file in files
        }

    def _read(self, root: str, columns: str, address: str) -> Sequence[tuple]:
        folder = self.settings.home / root / address.replace(".", "/")
        if not any(folder.rglob("*.parquet")):
            return []
        source = f"read_parquet('{folder}/*/*.parquet', hive_partitioning = true, union_by_name = true)"
        return duckdb.sql(f"select {columns} from {source} order by all").fetchall()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(Settings(home=tmp_path / "home", memory_limit="500MB"))


@pytest.fixture
def another_home(tmp_path: Path) -> Home:
    return Home(Settings(home=tmp_path / "another", memory_limit="500MB"))
