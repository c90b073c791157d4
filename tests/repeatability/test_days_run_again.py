"""The same inputs give the same published content, however often and in whatever order the days are run.

That two nights give what one full rebuild gives is in tests/crashes, where that rebuild is disturbed as well.
"""

import pytest
from support.company import HISTORY_DAY, NEXT_DAY, copied_home, materialize, run_day
from support.published import content, file_of

from dagster_project.publishing.generations import current_generation, generations, remove_tree


@pytest.fixture(scope="module")
def run_again(company, tmp_path_factory):
    """A home of its own after both days, in which the first was run once more; and what was published before."""
    settings = copied_home(company.settings, tmp_path_factory.mktemp("run_again"))
    before = generations(settings), current_generation(settings)
    run_day(settings, HISTORY_DAY)
    return settings, before


def test_the_same_day_run_twice_changes_nothing(run_again):
    settings, before = run_again
    assert (generations(settings), current_generation(settings)) == before


def test_a_past_day_run_again_equals_what_that_day_gave(run_again, company):
    """What the second run built is published once the first publication is gone: as it stood, it was kept."""
    settings, _ = run_again
    remove_tree(file_of(settings, HISTORY_DAY).parent)
    done = materialize(settings, 'key:"serving/guanxi"', HISTORY_DAY)
    assert done.returncode == 0, done.stderr[-3000:]
    assert content(file_of(settings, HISTORY_DAY)) == content(company.files[HISTORY_DAY])
    assert current_generation(settings).as_of_date == NEXT_DAY
