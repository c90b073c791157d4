"""A crash at any point of publishing leaves the former build shown, and the next attempt completes."""

import signal

import pytest
from support.publisher import ROWS, build_day, days_shown, publish_apart

from dagster_project.publishing.generations import current_generation, generations
from dagster_project.settings import load_settings

FAULTS = ("publish_checkpoint", "publish_manifest", "publish_rename", "publish_pointer")


@pytest.mark.parametrize("fault", FAULTS)
def test_the_former_build_is_shown_after_a_crash_and_the_next_after_a_new_attempt(tmp_path, fault):
    settings = load_settings(tmp_path)
    build_day(settings, 1)
    assert publish_apart(tmp_path, 1).returncode == 0
    build_day(settings, 2)
    assert publish_apart(tmp_path, 2, GUANXI_FAULT=fault).returncode == -signal.SIGKILL
    assert days_shown(settings) == [(1, ROWS)]
    assert publish_apart(tmp_path, 2).returncode == 0
    assert days_shown(settings) == [(2, ROWS)]
    assert current_generation(settings).as_of_date.day == 2
    assert [path.name for path in (settings.serving / "generations").iterdir() if path.name.startswith(".")] == []
    assert len(generations(settings)) == 2
