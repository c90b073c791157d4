"""One process writes to a home at a time."""

import subprocess
import sys

import pytest

from dagster_project.settings import load_settings
from dagster_project.warehouse.lock import HomeLocked, is_locked, writer_lock

HOLD = """
import sys
from dagster_project.settings import load_settings
from dagster_project.warehouse.lock import writer_lock
with writer_lock(load_settings(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_process(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_process_is_told_who_holds_the_home(tmp_path, other_process):
    settings = load_settings(tmp_path)
    with pytest.raises(HomeLocked, match=f"in use by process {other_process.pid}"), writer_lock(settings, timeout=0.1):
        pass
    assert is_locked(settings)


def test_a_killed_process_leaves_no_lock_behind(tmp_path, other_process):
    other_process.kill()
    other_process.wait()
    with writer_lock(load_settings(tmp_path), timeout=1):
        assert is_locked(load_settings(tmp_path))
    assert not is_locked(load_settings(tmp_path))
