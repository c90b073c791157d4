"""Pairs and groups of one plain table: train on it, then score it. For files without a history, as a list of people."""

import logging
from collections import defaultdict
from itertools import combinations

import numpy as np
from splink import Linker

from dagster_project.identity.components import components
from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.parameters import parameters_of, settings_with
from dagster_project.identity.linkage.training import train

Pairs = set[tuple[str, str]]


def link_table(backend, table: str, configuration: Configuration, *, weight: float) -> Pairs:
    """Pairs of unique_id of a table that `backend` (a Splink DuckDBAPI or SparkAPI) knows, from a match weight on.

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
