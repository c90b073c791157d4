"""The same inputs give the same published content, however often, in whatever order, after whatever crash."""

import signal
import subprocess
import time

import pytest
from support.company import GUANXI, HISTORY_DAY, NEXT_DAY, found_company, run_day
from support.published import content

from dagster_project.publishing.generations import current_generation, generations, remove_tree

FAULTS = ("ingest_moved", "identity", "scores_churn", "publish_checkpoint", "publish_pointer")


def file_of(settings, day):
    return next(g.folder / "guanxi.duckdb" for g in generations(settings) if g.as_of_date == day)


@pytest.fixture(scope="module")
def crashed(tmp_path_factory, company):
    """A home whose every run of the second day was killed at another point, and one of them within dbt."""
    settings = found_company(tmp_path_factory.mktemp("crashed"))
    run_day(settings, HISTORY_DAY)
    before = current_generation(settings)
    published_meanwhile = []
    for fault in FAULTS:
        done = run_day(settings, NEXT_DAY, fault=fault, check=False)
        assert done.returncode == -signal.SIGKILL, f"the fault point {fault} was not reached:\n{done.stderr}"
        published_meanwhile.append(current_generation(settings))
    kill_while_dbt_writes(settings)
    published_meanwhile.append(current_generation(settings))
    run_day(settings, NEXT_DAY)
    return settings, before, published_meanwhile


def kill_while_dbt_writes(settings):
    owner = settings.build_file.with_name("run_id")
    former_run = owner.read_text()
    command = [str(GUANXI), "run", "--as-of", NEXT_DAY.isoformat(), "--home", str(settings.home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while owner.read_text() == former_run or not settings.build_file.exists():
        assert process.poll() is None, "the run ended before dbt wrote anything"
        assert time.monotonic() < deadline, "dbt never began to write"
        time.sleep(0.05)
    process.kill()
    process.wait()


def test_nothing_published_changes_until_a_run_is_complete(crashed):
    _, before, published_meanwhile = crashed
    assert published_meanwhile == [before] * (len(FAULTS) + 1)


def test_a_run_after_crashes_publishes_what_an_undisturbed_run_does(crashed, company):
    settings, _, _ = crashed
    assert content(file_of(settings, NEXT_DAY)) == content(company.files[NEXT_DAY])


def test_two_incremental_days_equal_one_full_rebuild(tmp_path, company):
    settings = found_company(tmp_path)
    run_day(settings, NEXT_DAY)
    rebuilt, incremental = content(file_of(settings, NEXT_DAY)), content(company.files[NEXT_DAY])
    scores = {"ml.churn_scores", "ml.clv_scores"}  # the history of scores has one day here and two there
    assert {name: rebuilt[name] for name in rebuilt.keys() - scores} == {
        name: incremental[name] for name in incremental.keys() - scores
    }


def test_a_past_day_run_again_equals_what_that_day_gave(crashed, company):
    settings, _, _ = crashed
    remove_tree(file_of(settings, HISTORY_DAY).parent)
    run_day(settings, HISTORY_DAY)
    assert content(file_of(settings, HISTORY_DAY)) == content(company.files[HISTORY_DAY])
    assert current_generation(settings).as_of_date == NEXT_DAY


def test_the_same_day_run_twice_changes_nothing(crashed):
    settings, _, _ = crashed
    before = current_generation(settings)
    run_day(settings, NEXT_DAY)
    assert current_generation(settings) == before
