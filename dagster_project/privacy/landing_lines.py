"""Take a person's lines out of the files in landing."""

import re
from contextlib import closing
from itertools import zip_longest
from pathlib import Path

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.ingest.batch import BatchSpec
from dagster_project.ingest.casts import Reading
from dagster_project.ingest.errors import DeliveryStopped
from dagster_project.ingest.evaluate import evaluation
from dagster_project.ingest.keyed_hash import define_keyed_hash
from dagster_project.ingest.landing import LandedFile, landed_files
from dagster_project.ingest.mapping import load_mappings
from dagster_project.ingest.reader import read_delivery
from dagster_project.ingest.rows import check_rows
from dagster_project.ingest.sandbox import locked, scratch
from dagster_project.ingest.sql import file_literal, literal
from dagster_project.privacy.excel_rows import blank_rows
from dagster_project.privacy.person import Person, belongs_sql
from dagster_project.settings import Settings


def clean_landing(settings: Settings, person: Person) -> list[str]:
    """Rewrite every mapped file without the person's lines. Returns the logical names of those that had some."""
    mappings = load_mappings(settings.landing, load_contracts(), settings.business_timezone)
    rewritten = set()
    for file in landed_files(settings.landing, mappings):
        with scratch(settings) as folder:
            # A query over several lines names one of them at a time, so that a second look may find more.
            while lines := _lines_of(settings, person, file, folder):
                _rewrite(file, lines)
                rewritten.add(file.logical_name)
    return sorted(rewritten)


def _lines_of(settings: Settings, person: Person, file: LandedFile, folder: Path) -> list[tuple[int, int | None]]:
    """First line of each of the person's records, and the first line after it (None: the file ends)."""
    with closing(duckdb.connect(config={"temp_directory": str(folder), "threads": settings.threads})) as connection:
        connection.execute("set TimeZone = 'UTC'")
        define_keyed_hash(connection, settings)
        try:
            delivered = read_delivery(connection, file.path, file.mapping, relation="delivery", spool=folder / "d.csv")
            for relation, pattern in file.mapping.companions.items():
                path = file.mapping.folder / pattern
                read_delivery(connection, path, file.mapping, relation=relation, spool=folder / "c.csv")
        except DeliveryStopped:
            return []
        locked(connection, [])
        found = _malformed(connection, person)
        for mapping in file.mapping.entities:
            reading = Reading(
                file.business_date, file.mapping.timezone, settings.business_timezone, file.mapping.date_formats
            )
            spec = BatchSpec(mapping.entity, "", "", file.mapping.mode, reading, None, False)
            try:
                check_rows(connection, spec, evaluation(connection, mapping, delivered))
            except (DeliveryStopped, duckdb.Error):
                continue
            condition = belongs_sql(mapping.entity, person.keys)
            found |= {row[0] for row in connection.execute(f"select _line from checked where {condition}").fetchall()}
        starts = [row[0] for row in connection.execute("select _line from delivery_raw order by 1").fetchall()]
    after = dict(zip_longest(starts, starts[1:]))
    return [(line, after[line]) for line in sorted(found)]


def _malformed(connection: duckdb.DuckDBPyConnection, person: Person) -> set[int]:
    """Malformed lines that hold the person's phone number or address."""
    digits = "regexp_replace(_text, '[^0-9]', '', 'g')"
    tests = [f"contains({digits}, {literal(value)})" for value in person.values("phone")]
    tests += [f"contains(lower(_text), {literal(value)})" for value in person.values("email")]
    condition = " or ".join(tests) or "false"
    rows = connection.execute(f"select _line from delivery_raw where _problem is not null and ({condition})").fetchall()
    return {row[0] for row in rows}


def _rewrite(file: LandedFile, lines: list[tuple[int, int | None]]) -> None:
    """Replaces the file by one without the lines, in one rename."""
    kind = file.mapping.format_of(file.path)
    partial = file.path.with_name(f".{file.path.name}.partial")
    if kind in ("csv", "jsonl"):
        partial.write_bytes(_without(file.path.read_bytes(), lines))
    elif kind == "parquet":
        numbers = ", ".join(str(first) for first, _ in lines)
        source = f"read_parquet({file_literal(file.path)}, file_row_number = true, hive_partitioning = false)"
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (select * exclude (file_row_number) from {source} where file_row_number + 1 not in ({numbers})) "
                f"to {literal(partial)} (format parquet)"
            )
    else:
        blank_rows(file.path, partial, file.mapping.sheet, [first for first, _ in lines])
    partial.chmod(file.path.stat().st_mode & 0o777)
    partial.replace(file.path)


def _without(content: bytes, lines: list[tuple[int, int | None]]) -> bytes:
    """No encoding accepted here uses the bytes of a line end within a character."""
    end = rb"(?<=\n)" if b"\n" in content else rb"(?<=\r)"
    physical = re.split(end, content)
    gone = {number for first, after in lines for number in range(first, after or len(physical) + 1)}
    return b"".join(line for number, line in enumerate(physical, start=1) if number not in gone)
