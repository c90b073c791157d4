"""What a run finds and leaves beside the build file."""

import os

from dagster_project.settings import load_settings
from dagster_project.warehouse.build_file import INVOCATIONS_KEPT, begin_build


def test_the_folders_of_the_latest_dbt_starts_are_kept_and_whatever_dbt_has_parsed(tmp_path):
    settings = load_settings(tmp_path)
    started = [
        settings.dbt_target / f"{name}-{night}" for night in range(8) for name in ("dbt-1a2b", "dbt_after_scores-3c4d")
    ]
    for moment, folder in enumerate(started):
        folder.mkdir(parents=True)
        os.utime(folder, (moment, moment))
    parsed = settings.dbt_target / "partial_parse.msgpack"
    parsed.touch()
    begin_build(settings, run_id="r1", whole=True)
    assert set(settings.dbt_target.iterdir()) == {*started[-INVOCATIONS_KEPT:], parsed}
