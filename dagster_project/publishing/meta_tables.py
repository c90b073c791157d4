"""What is known only once the gate has judged: written into the published copy, from the ledger and the quarantine.

These tables are no dbt models, because the second dbt start would have to come after the gate that judges it.
"""

from datetime import date

import duckdb
import pyarrow as pa

from dagster_project.incidents.publication import INCIDENT_COLUMNS, incident_rows
from dagster_project.settings import Settings
from dagster_project.warehouse.accepted_builds import builds_before, results_up_to
from dagster_project.warehouse.build_id import code_fingerprint
from dagster_project.warehouse.gate import Gate

STRING, COUNT, FLAG, DAY = pa.string(), pa.int64(), pa.bool_(), pa.date32()
BUILD_COLUMNS = {"build_id": STRING, "as_of_date": DAY, "code_sha256": STRING, "check_count": COUNT} | {
    "passed_count": COUNT
}
GATE_COLUMNS = dict.fromkeys(("build_id", "kind", "subject", "severity"), STRING) | {"passed": FLAG, "detail": STRING}
RESULT_COLUMNS = (
    {"build_id": STRING, "as_of_date": DAY}
    | dict.fromkeys(("table_name", "expectation", "column_name", "severity", "owner"), STRING)
    | {"passed": FLAG, "unexpected_count": COUNT, "element_count": COUNT, "observed": STRING, "note": STRING}
)

# A reason may name the line that delivers a key again: that would make a reason of every row.
QUARANTINE_SUMMARY = """
    create table meta.quarantine_summary as
    select
        delivered.system,
        delivered.entity,
        delivered.logical_name,
        delivered.business_date,
        delivered.batch_id,
        regexp_replace(rejected.reason, 'line [0-9]+', 'line N', 'g') as reason,
        count(*) as row_count,
        min(rejected.source_line) as first_line
    from meta.deliveries as delivered
    join read_parquet($files, filename = true, hive_partitioning = false, union_by_name = true) as rejected
        on parse_filename(rejected.filename, true) = delivered.batch_id
        and delivered.system = parse_path(rejected.filename)[-4]
        and delivered.entity = parse_path(rejected.filename)[-3]
    where delivered.rows_quarantined > 0
    group by all
    order by all
"""
NO_QUARANTINE = """
    create table meta.quarantine_summary (
        system varchar, entity varchar, logical_name varchar, business_date date, batch_id varchar,
        reason varchar, row_count bigint, first_line bigint
    )
"""

# 100 x share of delivered rows that were kept x share of expectations that held, by weight of their severity.
SOURCE_QUALITY = """
    create table meta.source_quality as
    with rows_of_day as (
        select
            system,
            business_date as as_of_date,
            sum(rows_in) as rows_in,
            sum(rows_quarantined) as rows_quarantined,
            count_if(status = 'stopped') as stopped_count
        from meta.deliveries
        group by all
    ),

    checks_of_day as (
        select
            split_part(table_name, '.', 1) as system,
            as_of_date,
            count(*) as check_count,
            count_if(not passed) as failed_count,
            sum(weight) as weight,
            sum(case when passed then weight else 0 end) as passed_weight
        from (
            select *, case severity when 'critical' then 3 when 'warning' then 2 else 1 end as weight
            from meta.expectation_results
        )
        group by all
    )

    select
        checks.system,
        checks.as_of_date,
        coalesce(rows_in, 0)::bigint as rows_in,
        coalesce(rows_quarantined, 0)::bigint as rows_quarantined,
        coalesce(stopped_count, 0)::bigint as stopped_delivery_count,
        check_count,
        failed_count,
        round(
            100 * (1 - coalesce(rows_quarantined / nullif(rows_in, 0), 0)) * (passed_weight / weight), 2
        )::double as quality_score
    from checks_of_day as checks
    left join rows_of_day using (system, as_of_date)
    where checks.system not in ('marts', 'scores', 'seeds')
    order by all
"""

DESCRIPTIONS = {
    "meta.builds": {
        "": "Every published build up to this one, the last of each day. One row per as-of date.",
        "check_count": "Checks that the gate saw.",
    },
    "meta.gate": {"": "Everything that was built or checked for this build. One row per kind and subject."},
    "meta.expectation_results": {
        "": "What became of every expectation, by build. One row per build, table and expectation.",
        "observed": "Figures as JSON; never a delivered value.",
        "note": "Why the expectation exists.",
    },
    "meta.quarantine_summary": {
        "": "Rejected rows of the deliveries that count. One row per delivery, entity and reason.",
        "first_line": "Line of the first such row in the delivered file.",
    },
    "meta.source_quality": {
        "": "Quality of a source over time. One row per system and as-of date.",
        "quality_score": "0 to 100: share of the day's delivered rows that were kept, times the share of expectations "
        "that held (critical counts 3, warning 2, info 1).",
    },
    "meta.incidents": {
        "": "What was wrong and for how long, as known when this build was published. One row per incident.",
        "occurrences": "Builds in which it was seen.",
        "sample_keys": "Keys of some rows concerned, masked.",
    },
}


def write_meta_tables(connection: duckdb.DuckDBPyConnection, settings: Settings, *, gate: Gate, as_of: date) -> None:
    """Add builds, gate, expectation results, quarantine, source quality and incidents to schema `meta`."""
    this_build = (gate.build_id, as_of, code_fingerprint(), len(gate.evidence), gate.passed_count)
    before = [
        (b.build_id, b.as_of_date, b.code_sha256, b.check_count, b.passed_count) for b in builds_before(settings, as_of)
    ]
    _write(connection, "builds", BUILD_COLUMNS, [*before, this_build])
    evidence = [(gate.build_id, e.kind, e.subject, e.severity, e.passed, e.detail) for e in gate.evidence]
    _write(connection, "gate", GATE_COLUMNS, evidence)
    _write(connection, "expectation_results", RESULT_COLUMNS, results_up_to(settings, gate.build_id, as_of))
    _write(connection, "incidents", INCIDENT_COLUMNS, incident_rows(settings, as_of))
    if _has_deliveries(connection):
        files = _quarantine_files(connection, settings)
        connection.execute(QUARANTINE_SUMMARY if files else NO_QUARANTINE, {"files": files} if files else None)
        connection.execute(SOURCE_QUALITY)


def _write(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.DataType], rows: list) -> None:
    by_column = list(zip(*rows, strict=True)) or [[] for _ in columns]
    arrays = [pa.array(values, kind) for values, kind in zip(by_column, columns.values(), strict=True)]
    connection.register("rows_of_meta", pa.table(dict(zip(columns, arrays, strict=True))))
    connection.execute(f"create table meta.{name} as from rows_of_meta")
    connection.unregister("rows_of_meta")


def _has_deliveries(connection: duckdb.DuckDBPyConnection) -> bool:
    sql = "select count(*) from information_schema.tables where table_schema = 'meta' and table_name = 'deliveries'"
    return connection.execute(sql).fetchone()[0] > 0


def _quarantine_files(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    rejected = connection.execute(
        "select system, entity, business_date, batch_id from meta.deliveries where rows_quarantined > 0"
    ).fetchall()
    files = [
        settings.quarantine / system / entity / f"business_date={day}" / f"{batch}.parquet"
        for system, entity, day, batch in rejected
    ]
    return [str(file) for file in files if file.exists()]
