"""The same inputs give the same published content, however often and in whatever order the days are run."""

import shutil

import pytest
from support.company import HISTORY_DAY, NEXT_DAY, copied_home, found_company, run_day
from support.published import content, file_of

from dagster_project.publishing.generations import current_generation, remove_tree


@pytest.fixture(scope="module")
def settings(company, tmp_path_factory):
    """A home of its own after both days."""
    return copied_home(company.settings, tmp_path_factory.mktemp("run_again"))


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


def test_a_past_day_run_again_equals_what_that_day_gave(settings, company):
    remove_tree(file_of(settings, HISTORY_DAY).parent)
    run_day(settings, HISTORY_DAY)
    assert content(file_of(settings, HISTORY_DAY)) == content(company.files[HISTORY_DAY])
    assert current_generation(settings).as_of_date == NEXT_DAY


def test_the_same_day_run_twice_changes_nothing(settings):
    before = current_generation(settings)
    run_day(settings, NEXT_DAY)
    assert current_generation(settings) == before
