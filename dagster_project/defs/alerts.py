"""The sensor that turns check evaluations and run outcomes into incidents, for runs of the daemon and the UI."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import dagster as dg

from dagster_project.incidents.finding import OWNER, Finding
from dagster_project.incidents.watch import send_due, watch_build, watch_clock, watch_findings, watch_run
from dagster_project.publishing.generations import current_generation
from dagster_project.settings import Settings, load_settings
from dagster_project.warehouse.build_id import build_id

RUNS_A_TICK = 50
OUTCOMES = {dg.DagsterRunStatus.SUCCESS: True, dg.DagsterRunStatus.FAILURE: False, dg.DagsterRunStatus.CANCELED: False}
# These leave evidence in the ledger, which tells more than their evaluation: each expectation by itself, owner, keys.
CHECKS_WITH_EVIDENCE = {
    "expectations",
    "beats_its_baseline",
    "customers_and_orders_are_delivered",
    "few_customers_are_merged_or_split",
    "no_delivery_is_stopped",
    "no_row_is_lost",
    "no_personal_data_is_published",
}


@dg.sensor(
    name="incidents",
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Opens, updates and resolves incidents; sends and escalates their messages. Starts no run.",
)
def incidents_sensor(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Look at the runs that changed since the last tick, then at the clock. The cursor is the time of that change."""
    settings, now = load_settings(), datetime.now(UTC)
    since = datetime.fromtimestamp(float(context.cursor), UTC) if context.cursor else None
    records = context.instance.get_run_records(
        dg.RunsFilter(updated_after=since), limit=RUNS_A_TICK, order_by="update_timestamp", ascending=True
    )
    for record in records:
        _watch(context.instance, settings, record.dagster_run, now)
        context.update_cursor(str(record.update_timestamp.replace(tzinfo=UTC).timestamp()))
    generation = current_generation(settings)
    if generation is not None:
        published_at = datetime.fromisoformat(generation.published_at)
        watch_clock(settings, published_at=published_at, as_of=generation.as_of_date, now=now)
    delivery = send_due(settings, now=now)
    return dg.SkipReason(f"{len(records)} runs looked at, {delivery.sent} messages sent, {delivery.waiting} wait")


def _watch(instance: dg.DagsterInstance, settings: Settings, run: dg.DagsterRun, now: datetime) -> None:
    partition = run.tags.get("dagster/partition")
    day = date.fromisoformat(partition) if partition else now.date()
    watch_findings(settings, _findings(instance, run), as_of=day, now=now)
    if not partition:
        return
    build = build_id(settings, day)
    if run.status in OUTCOMES:
        detail = f"Dagster's run {run.run_id[:8]} of {partition} ended as {run.status.value.lower()}"
        watch_run(settings, as_of=day, build=build, succeeded=OUTCOMES[run.status], detail=detail, now=now)
    else:
        watch_build(settings, as_of=day, build=build, now=now)


def _findings(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Iterator[Finding]:
    """One finding for each check evaluation of the run that leaves no evidence in the ledger."""
    for entry in instance.all_logs(run.run_id, of_type={dg.DagsterEventType.ASSET_CHECK_EVALUATION}):
        evaluation = entry.dagster_event.asset_check_evaluation_data
        is_dbt_test = "unique_id" in evaluation.metadata
        if evaluation.check_name in CHECKS_WITH_EVIDENCE or is_dbt_test or evaluation.asset_key.path[0] == "gate":
            continue
        yield Finding(
            asset="/".join(evaluation.asset_key.path),
            check=evaluation.check_name,
            passed=evaluation.passed,
            severity="critical" if evaluation.severity == dg.AssetCheckSeverity.ERROR else "warning",
            owner=OWNER,
            detail=evaluation.description or "",
            next_step="Dagster's UI shows the evaluation and its metadata.",
        )
