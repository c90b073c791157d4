"""A full disk, little memory, a build file in use or torn: the former build is shown until an attempt goes through."""

import pytest
from support.publisher import ROWS, build_day, days_shown, held, publish_apart

from dagster_project.settings import load_settings


def full_disk(settings):
    return publish_apart(settings.home, 2, largest_file=500_000)


def little_memory(settings):
    return publish_apart(settings.home, 2, GUANXI_MEMORY_LIMIT="2MB")


def build_file_in_use(settings):
    with held(settings.build_file):
        return publish_apart(settings.home, 2)


def torn_build_file(settings):
    whole = settings.build_file.read_bytes()
    settings.build_file.write_bytes(whole[: len(whole) // 2])
    try:
        return publish_apart(settings.home, 2)
    finally:
        settings.build_file.write_bytes(whole)


@pytest.mark.parametrize(
    ("shortage", "said"),
    [
        (full_disk, "File too large"),
        (little_memory, "Out of Memory|memory"),
        (build_file_in_use, "Could not set lock"),
        (torn_build_file, "warehouse.duckdb"),
    ],
)
def test_readers_keep_the_former_build_until_a_later_attempt_goes_through(tmp_path, shortage, said):
    settings = load_settings(tmp_path)
    build_day(settings, 1)
    assert publish_apart(tmp_path, 1).returncode == 0
    build_day(settings, 2)
    done = shortage(settings)
    assert done.returncode == 1, done.stderr
    assert any(word in done.stderr for word in said.split("|")), done.stderr
    assert days_shown(settings) == [(1, ROWS)]
    assert publish_apart(tmp_path, 2).returncode == 0
    assert days_shown(settings) == [(2, ROWS)]
    assert not list((settings.serving / "generations").glob(".*"))
