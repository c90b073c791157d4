"""Which rules decided, and files that appear whole."""

import hashlib
from functools import cache
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
RULES = {".py", ".sql", ".csv", ".json"}


@cache
def code_version() -> str:
    """Hash of all rules of this package: what was worked out by other rules is not used again."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in RULES):
        digest.update(path.relative_to(HERE).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write a query's rows to a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    quoted = str(partial).replace("'", "''")
    connection.execute(f"copy ({query}) to '{quoted}' (format parquet, compression zstd, compression_level 1)")
    partial.replace(path)
