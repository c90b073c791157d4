"""The same inputs give the same published content, however often, in whatever order, after whatever crash."""

import shutil
import signal
import subprocess
import time

import pytest
from support.company import GUANXI, HISTORY_DAY, NEXT_DAY, found_company, run_day, user_environment
from support.published import content

from dagster_project.publishing.generations import current_generation, generations, remove_tree


def file_of(settings, day):
    return next(g.folder / "guanxi.duckdb" for g in generations(settings) if g.as_of_date == day)


@pytest.fixture(scope="module")
def crashed(company):
    """A home whose run of the second day was killed twice before it went through: within dbt, and between scores.

    Kills within ingest and within publishing are in the tests of those.
    """
    settings = company.after_history
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


def test_two_incremental_days_equal_one_full_rebuild(tmp_path, company):
    settings = found_company(tmp_path)
    # Trained models are kept as the lake is: without them the second day would train a model of its own.
    shutil.copytree(company.settings.artifacts, settings.artifacts)
    run_day(settings, NEXT_DAY)
    rebuilt, incremental = content(file_of(settings, NEXT_DAY)), content(company.files[NEXT_DAY])
    # What keeps a history of builds has one day here and two there.
    kept = {name for name in rebuilt if name.startswith("ml.")}
    kept |= {"meta.builds", "meta.expectation_results", "meta.source_quality"}
    assert {name: rebuilt[name] for name in rebuilt.keys() - kept} == {
        name: incremental[name] for name in incremental.keys() - kept
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
