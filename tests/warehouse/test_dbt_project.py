"""dbt's own parse is kept, and made anew where it would be of no use to the next dbt start."""

import shutil
from dataclasses import replace

import pytest

from dagster_project.settings import load_settings
from dagster_project.warehouse import dbt_project
from dagster_project.warehouse.dbt_project import prepared_project


@pytest.fixture
def parsed(tmp_path, monkeypatch):
    """Settings of a home whose project is parsed, and the parses since."""
    settings, parses = load_settings(tmp_path / "home"), []

    def parse(project):
        parses.append(project)
        (settings.dbt_target / "manifest.json").write_text("{}")

    monkeypatch.setattr(dbt_project, "_parse", parse)
    prepared_project(settings)
    parses.clear()
    prepared_project.cache_clear()  # as another process would see it
    yield settings, parses
    prepared_project.cache_clear()


def test_an_unchanged_project_is_parsed_once(parsed):
    settings, parses = parsed
    prepared_project(settings)
    assert parses == []


@pytest.mark.parametrize("change", [{"memory_limit": "2GB"}, {"threads": 7}])
def test_another_connection_is_parsed_for(parsed, change):
    settings, parses = parsed
    prepared_project(replace(settings, **change))
    assert parses == [settings.dbt_project]


def test_a_home_that_was_moved_is_parsed_once_more_and_not_at_each_start(parsed, tmp_path):
    settings, parses = parsed
    moved = replace(settings, home=tmp_path / "moved")
    shutil.copytree(settings.home, moved.home)
    for _ in range(2):
        prepared_project.cache_clear()
        prepared_project(moved)
    assert parses == [settings.dbt_project]
