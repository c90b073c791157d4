"""What a contract says, as data."""

from dataclasses import dataclass

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DECIMAL(18,4)",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}

# Column of the lake beside the contract's own; `business_date` comes from the folder.
LINEAGE_TYPES = {
    "_batch_id": "VARCHAR",
    "_source_file": "VARCHAR",
    "_source_line": "BIGINT",
    "_loaded_at": "TIMESTAMP",
    "_row_hash": "VARCHAR",
    "_version_at": "TIMESTAMP",
    "_is_deleted": "BOOLEAN",
}


@dataclass(frozen=True)
class Column:
    """One canonical column. `personal` names the kind of personal data it holds, if any."""

    name: str
    type: str
    required: bool = False
    personal: str | None = None
    values: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    pattern: str | None = None
    description: str = ""

    @property
    def duckdb_type(self) -> str:
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class Entity:
    """One canonical table: its columns by name, its key, and which columns order versions and date the event."""

    system: str
    name: str
    description: str
    optional: bool
    key: tuple[str, ...]
    version_column: str | None
    event_time_column: str | None
    columns: dict[str, Column]

    @property
    def address(self) -> str:
        return f"{self.system}.{self.name}"

    @property
    def lake_types(self) -> dict[str, str]:
        """DuckDB type of every column of the lake file, in order."""
        return {column.name: column.duckdb_type for column in self.columns.values()} | LINEAGE_TYPES


@dataclass(frozen=True)
class System:
    """One delivering system and its entities by name."""

    name: str
    description: str
    entities: dict[str, Entity]
