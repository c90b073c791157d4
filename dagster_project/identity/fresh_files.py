"""Keys of an entity of which the lake may say something new since the state's day, and the days that speak of them."""

from datetime import date

import duckdb

from dagster_project.contracts import load_contracts
from dagster_project.identity.state import Known
from dagster_project.ingest.business_day import end_of_day
from dagster_project.settings import Settings


def touched_keys(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    system: str,
    entity: str,
    key: str,
    *,
    as_of: date,
    known: Known,
) -> str | None:
    """Table of keys in files that are new since the state's day, or whose event lay in the future then.

    None where every key may be touched: nothing is known, the day lies before the state's, or a file that was read is
    gone or other than it was. The state's list of files is brought to `as_of`.
    """
    folder = settings.lake / system / entity
    files = {str(file): file.stat().st_mtime_ns for file in sorted(folder.glob("business_date=*/*.parquet"))}
    files = {file: changed for file, changed in files.items() if _day(file) <= as_of.isoformat()}
    read = dict(
        connection.execute("select path, changed from files where entity = ?", [f"{system}.{entity}"]).fetchall()
    )
    connection.execute("delete from files where entity = ?", [f"{system}.{entity}"])
    rows = [(f"{system}.{entity}", file, changed) for file, changed in files.items()]
    connection.executemany("insert into files values (?, ?, ?)", rows)
    if known.as_of is None or as_of < known.as_of or not read.items() <= files.items():
        return None
    fresh = [file for file in files if file not in read]
    selects = [f"select {key} from read_parquet({[*files][:1]}) where false"]
    if fresh:
        selects.append(f"select {key} from read_parquet({fresh})")
    event = load_contracts()[system].entities[entity].event_time_column
    if event:
        then = end_of_day(known.as_of, settings.business_timezone)
        selects.append(f"select {key} from read_parquet({[*files]}) where {event} >= timestamp '{then}'")
    connection.execute(f"create or replace temp table touched_keys_of_lake as {' union '.join(selects)}")
    return "touched_keys_of_lake"


def on_days_of(connection: duckdb.DuckDBPyConnection, lake: str, where: str) -> str:
    """Condition for the days on which rows of a lake say something of keys: one column of all files, all of few."""
    days = connection.execute(f"select distinct business_date from {lake} where {where} order by business_date")
    dates = [f"date '{day}'" for (day,) in days.fetchall()]
    return f"business_date in ({', '.join(dates) or 'null'})"


def _day(file: str) -> str:
    return file.rsplit("/", 2)[1].removeprefix("business_date=")
