"""A tiny lake, written by hand, for the tests of the dbt project."""

from datetime import date
from pathlib import Path

import duckdb

from dagster_project.contracts import LINEAGE_TYPES, Entity, load_contracts
from models.tables import SCORE_TYPES

DELIVERY_COLUMNS = {
    **dict.fromkeys(("system", "entity", "logical_name", "sha256"), "varchar"),
    "business_date": "date",
    **dict.fromkeys(("mode", "batch_id", "status"), "varchar"),
    **dict.fromkeys(("rows_in", "rows_loaded", "rows_quarantined", "rows_duplicate", "rows_deleted"), "bigint"),
    **dict.fromkeys(("unknown_columns", "message"), "varchar"),
    "loaded_at": "timestamp",
}


class TinyLake:
    """A lake under `home` in which every entity exists and is empty until rows are delivered."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.contracts = load_contracts()
        self.deliveries: list[dict] = []
        (home / "build").mkdir(parents=True)
        for system in self.contracts.values():
            for entity in system.entities.values():
                columns = _lake_columns(entity)
                _write([], columns, self._entity_folder(entity) / "business_date=1970-01-01" / "empty.parquet")
        for name, columns in SCORE_TYPES.items():
            _write([], columns, home / "lake" / "scores" / name / "as_of_date=1970-01-01" / "empty.parquet")
        self._write_deliveries()

    def deliver(self, address: str, day: date, rows: list[dict]) -> None:
        """Add rows of `system.entity` as one delivery of a business day; absent columns are null."""
        system, name = address.split(".")
        entity = self.contracts[system].entities[name]
        batch = f"{system}-{name}-{day}-{len(self.deliveries)}"
        lineage = {"_batch_id": batch, "_source_file": f"{batch}.csv", "_row_hash": "", "_is_deleted": False}
        stamps = {"_loaded_at": f"{day} 20:00:00", "_version_at": f"{day} 15:59:59"}
        typed = [
            {**lineage, **stamps, "_version_at": row.get(entity.version_column or "") or stamps["_version_at"]}
            | {"_source_line": line}
            | row
            for line, row in enumerate(rows, start=2)
        ]
        folder = self._entity_folder(entity) / f"business_date={day}"
        _write(typed, _lake_columns(entity), folder / f"{batch}.parquet")
        counts = {"rows_in": len(rows), "rows_loaded": len(rows), "rows_quarantined": 0, "rows_duplicate": 0}
        self.deliveries.append(
            {"system": system, "entity": name, "business_date": day, "mode": "delta", "batch_id": batch}
            | {"status": "loaded", "rows_deleted": 0, **counts}
        )
        self._write_deliveries()

    def score(self, name: str, day: date, rows: list[dict]) -> None:
        """Put the scores of a day beside those of other days."""
        folder = self.home / "lake" / "scores" / name / f"as_of_date={day}"
        _write(rows, SCORE_TYPES[name], folder / "scores.parquet")

    def _entity_folder(self, entity: Entity) -> Path:
        return self.home / "lake" / entity.system / entity.name

    def _write_deliveries(self) -> None:
        _write(self.deliveries, DELIVERY_COLUMNS, self.home / "lake" / "meta" / "deliveries.parquet")


def _lake_columns(entity: Entity) -> dict[str, str]:
    return {column.name: column.duckdb_type for column in entity.columns.values()} | LINEAGE_TYPES


def _write(rows: list[dict], columns: dict[str, str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        definitions = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        connection.execute(f"create table delivered ({definitions})")
        if rows:
            places = ", ".join("?" for _ in columns)
            connection.executemany(
                f"insert into delivered values ({places})", [[row.get(name) for name in columns] for row in rows]
            )
        connection.execute(f"copy delivered to '{path}' (format parquet)")
