"""A home that a test observes."""

import pytest
from support.watchtower import Watchtower

from dagster_project.settings import load_settings


@pytest.fixture
def tower(tmp_path):
    return Watchtower(load_settings(tmp_path))
