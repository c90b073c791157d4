"""The nightly job and its schedule."""

import dagster as dg

from dagster_project.defs.partitions import AS_OF_PARTITIONS

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    partitions_def=AS_OF_PARTITIONS,
    description="From the landing folder to the published file, for one as-of date.",
)

# Stopped as shipped: whoever installs Guanxi says when the extracts have arrived.
nightly_schedule = dg.build_schedule_from_partitioned_job(
    nightly, hour_of_day=2, minute_of_hour=30, default_status=dg.DefaultScheduleStatus.STOPPED
)
