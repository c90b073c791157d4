"""The registry is complete, and its page says what it says."""

import re

import pytest
import yaml

from dagster_project.metrics import RegistryError, load_registry
from dagster_project.metrics.reference import REFERENCE, reference_page
from dagster_project.metrics.registry import REGISTRY

REQUIREMENT = re.compile(r"[A-N]\d+")


def test_the_reference_page_is_what_the_registry_says():
    remedy = "run: python -m dagster_project.metrics.reference"
    assert REFERENCE.read_text(encoding="utf-8") == reference_page(load_registry()), remedy


def test_every_metric_has_labels_in_two_languages_and_names_its_requirements():
    for metric in load_registry().values():
        assert re.search(r"[\u4e00-\u9fff]", metric.name_zh), metric.name
        assert metric.name_en.isascii() and metric.definition.endswith("."), metric.name
        assert all(REQUIREMENT.fullmatch(row) for row in metric.requirements), metric.name
        assert metric.owner.startswith("team:") and metric.grains, metric.name


def test_labels_and_names_are_not_used_twice():
    metrics = load_registry().values()
    for names in ([m.name_en for m in metrics], [m.name_zh for m in metrics]):
        assert len(names) == len(set(names))


@pytest.fixture
def registry(tmp_path):
    """A copy of one file of the registry, as a dictionary and a function that writes it."""
    file = tmp_path / "_orders__metrics.yml"
    content = yaml.safe_load((REGISTRY / file.name).read_text(encoding="utf-8"))
    return content, lambda: file.write_text(yaml.safe_dump(content), encoding="utf-8")


def test_a_metric_without_an_owner_is_refused(registry, tmp_path):
    content, write = registry
    del content["metrics"][0]["config"]["meta"]["owner"]
    write()
    with pytest.raises(RegistryError, match="_orders__metrics.yml: metric order_count lacks owner"):
        load_registry(tmp_path)


def test_a_metric_of_an_unknown_measure_is_refused(registry, tmp_path):
    content, write = registry
    content["metrics"][0]["type_params"]["measure"] = "orders_counted"
    write()
    with pytest.raises(RegistryError, match="order_count names no known measure: orders_counted"):
        load_registry(tmp_path)


def test_a_unit_nobody_knows_is_refused(registry, tmp_path):
    content, write = registry
    content["metrics"][0]["config"]["meta"]["unit"] = "bushels"
    write()
    with pytest.raises(RegistryError, match="order_count needs a unit"):
        load_registry(tmp_path)
