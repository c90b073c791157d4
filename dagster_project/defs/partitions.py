"""The one partition key of the daily job."""

from datetime import date

import dagster as dg

from dagster_project.settings import load_settings

FIRST_AS_OF_DATE = "2005-01-01"  # earlier than any extract that the examples map


def as_of_partitions() -> dg.DailyPartitionsDefinition:
    """Daily as-of dates in the business timezone, today included: tonight's run is keyed by the day it closes."""
    return dg.DailyPartitionsDefinition(
        start_date=FIRST_AS_OF_DATE, timezone=load_settings().business_timezone, end_offset=1
    )


AS_OF_PARTITIONS = as_of_partitions()
ONE_DAY_A_RUN = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def as_of_date(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> date:
    """The as-of date of this run. Raises when the run was started without a partition."""
    if not context.has_partition_key:
        raise dg.Failure("choose a partition: the as-of date, for example --partition 2026-01-01")
    return date.fromisoformat(context.partition_key)
