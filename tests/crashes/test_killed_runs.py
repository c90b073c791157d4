"""A run that is killed publishes nothing, and the next one what it would have published undisturbed.

Kills within ingest and within publishing are in the tests of those.
"""

import shutil
import signal
import subprocess
import time

import pytest
from support.company import GUANXI, NEXT_DAY, found_company, run_day, user_environment
from support.published import content, file_of

from dagster_project.publishing.generations import current_generation

# What cannot be derived from what was delivered: trained models, the scores of the past, what was published.
NOT_DERIVED = ("artifacts", "lake/scores", "serving")
# What keeps a history of builds has one day where everything was built at once, and two where each night was run.
HISTORY_OF_BUILDS = {"meta.builds", "meta.expectation_results", "meta.source_quality"}


@pytest.fixture(scope="module")
def crashed(company, tmp_path_factory):
    """A home that lost all that can be derived, in which the second day is built out of every delivery at once.

    That run was killed twice before it went through: within dbt, and between scores.
    """
    settings = found_company(tmp_path_factory.mktemp("crashed") / "home")
    for part in NOT_DERIVED:
        shutil.copytree(company.after_history.home / part, settings.home / part, symlinks=True)
    before = current_generation(settings)
    kill_while_dbt_writes(settings)
    published_meanwhile = [current_generation(settings)]
    done = run_day(settings, NEXT_DAY, fault="scores_clv", check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    published_meanwhile.append(current_generation(settings))
    run_day(settings, NEXT_DAY)
    return settings, before, published_meanwhile


def kill_while_dbt_writes(settings):
    command = [str(GUANXI), "run", "--as-of", NEXT_DAY.isoformat(), "--home", str(settings.home)]
    said = settings.home.with_name("killed_run.log")
    with said.open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=user_environment())
    deadline = time.monotonic() + 600
    while not settings.build_file.exists():
        assert process.poll() is None, f"the run ended before dbt wrote anything:\n{said.read_text()}"
        assert time.monotonic() < deadline, "dbt never began to write"
        time.sleep(0.05)
    process.kill()
    process.wait()


def test_nothing_published_changes_until_a_run_is_complete(crashed):
    _, before, published_meanwhile = crashed
    assert before is not None
    assert published_meanwhile == [before, before]


def test_a_full_rebuild_after_crashes_publishes_what_two_undisturbed_nights_do(crashed, company):
    settings, _, _ = crashed
    rebuilt, incremental = content(file_of(settings, NEXT_DAY)), content(company.files[NEXT_DAY])
    assert current_generation(settings).as_of_date == NEXT_DAY
    assert {name: rebuilt[name] for name in rebuilt.keys() - HISTORY_OF_BUILDS} == {
        name: incremental[name] for name in incremental.keys() - HISTORY_OF_BUILDS
    }
