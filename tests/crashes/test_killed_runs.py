"""A run that is killed publishes nothing, and the next one what it would have published undisturbed.

Kills within ingest and within publishing are in the tests of those.
"""

import signal
import subprocess
import time

import pytest
from support.company import GUANXI, NEXT_DAY, copied_home, run_day, user_environment
from support.published import content, file_of

from dagster_project.publishing.generations import current_generation


@pytest.fixture(scope="module")
def crashed(company, tmp_path_factory):
    """A home whose run of the second day was killed twice before it went through: within dbt, and between scores."""
    settings = copied_home(company.after_history, tmp_path_factory.mktemp("crashed"))
    before = current_generation(settings)
    kill_while_dbt_writes(settings)
    published_meanwhile = [current_generation(settings)]
    done = run_day(settings, NEXT_DAY, fault="scores_clv", check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    published_meanwhile.append(current_generation(settings))
    run_day(settings, NEXT_DAY)
    return settings, before, published_meanwhile


def kill_while_dbt_writes(settings):
    owner = settings.build_file.with_name("run_id")
    former_run = owner.read_text()
    command = [str(GUANXI), "run", "--as-of", NEXT_DAY.isoformat(), "--home", str(settings.home)]
    said = settings.home.with_name("killed_run.log")
    with said.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=user_environment())
    deadline = time.monotonic() + 600
    while owner.read_text() == former_run or not settings.build_file.exists():
        assert process.poll() is None, f"the run ended before dbt wrote anything:\n{said.read_text()}"
        assert time.monotonic() < deadline, "dbt never began to write"
        time.sleep(0.05)
    process.kill()
    process.wait()


def test_nothing_published_changes_until_a_run_is_complete(crashed):
    _, before, published_meanwhile = crashed
    assert published_meanwhile == [before, before]


def test_a_run_after_crashes_publishes_what_an_undisturbed_run_does(crashed, company):
    settings, _, _ = crashed
    assert content(file_of(settings, NEXT_DAY)) == content(company.files[NEXT_DAY])
