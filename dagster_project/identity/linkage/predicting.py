"""Splink at work, on either backend: pairs of records that are new, and pairs and groups of one plain table."""

import logging
from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
from splink import Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from dagster_project.identity.components import components
from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.parameters import parameters_of, settings_with
from dagster_project.identity.linkage.training import train

Pairs = set[tuple[str, str]]


def weigh_new(backend, table: str, configuration: Configuration, parameters: dict[str, Any]) -> SplinkDataFrame:
    """Pairs of a table's records, one of them at least `is_new`: weight, and of every comparison level and share of it.

    Beside the table `backend` knows `frequencies_<column>` (<column>, tf_<column>) of every term column.
    """
    settings = settings_with(configuration, parameters, dialect=backend.sql_dialect.sql_dialect_str)
    settings |= {"retain_intermediate_calculation_columns": True, "retain_matching_columns": True}
    # Two old records were compared on the day that the newer one came.
    for block in settings["blocking_rules_to_generate_predictions"]:
        block["blocking_rule"] = f"({block['blocking_rule']}) and (l.is_new or r.is_new)"
    records = backend.register(table, dataset_display_name=table)
    # Tests validate the settings: it takes a tenth of the time that a night compares.
    linker = Linker(records, settings, validate_settings=False, log_level=logging.ERROR)
    for column in configuration.term_columns:
        counted = backend.register(f"frequencies_{column}", dataset_display_name=f"frequencies_{column}")
        linker.table_management.register_term_frequency_lookup(counted, column)
    return linker.inference.predict_within(records, warning_mode="never")


def link_table(backend, table: str, configuration: Configuration, *, weight: float) -> Pairs:
    """For files without a history, as a list of people: train on a table, then score it.

    Returns pairs of unique_id of a table that `backend` (a Splink DuckDBAPI or SparkAPI) knows, from a match weight on.

    Every column of the configuration must be there; what a file does not have is null.
    """
    dialect = backend.sql_dialect.sql_dialect_str
    trained = parameters_of(train(backend.register(table, dataset_display_name=f"{table}_training"), configuration))
    records = backend.register(table, dataset_display_name=f"{table}_scoring")
    linker = Linker(records, settings_with(configuration, trained, dialect=dialect), log_level=logging.ERROR)
    scored = linker.inference.predict(threshold_match_weight=weight, warning_mode="never").as_pandas_dataframe()
    return {tuple(sorted(pair)) for pair in zip(scored["unique_id_l"], scored["unique_id_r"], strict=True)}


def same_person(pairs: Pairs) -> Pairs:
    """All pairs of the groups that pairs tie together: who is A and B, and B and C, is A and C."""
    records = sorted({record for pair in pairs for record in pair})
    number = {record: position for position, record in enumerate(records)}
    ends = np.array([[number[left], number[right]] for left, right in sorted(pairs)], np.int64).reshape(-1, 2)
    groups = defaultdict(list)
    for record, label in zip(records, components(len(records), ends[:, 0], ends[:, 1]).tolist(), strict=True):
        groups[label].append(record)
    return {pair for group in groups.values() for pair in combinations(group, 2)}
