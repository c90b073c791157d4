"""Pairs of one plain table: train on it, then score it. For files without a history, such as a list of persons."""

import logging

from splink import Linker

from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.parameters import parameters_of, settings_with
from dagster_project.identity.linkage.training import train


def link_table(backend, table: str, configuration: Configuration, *, weight: float) -> set[tuple[str, str]]:
    """Pairs of unique_id of a table that `backend` (a Splink DuckDBAPI or SparkAPI) knows, from a match weight on.

    Every column of the configuration must be there; what a file does not have is null.
    """
    dialect = backend.sql_dialect.sql_dialect_str
    trained = parameters_of(train(backend.register(table, dataset_display_name=f"{table}_training"), configuration))
    records = backend.register(table, dataset_display_name=f"{table}_scoring")
    linker = Linker(records, settings_with(configuration, trained, dialect=dialect), log_level=logging.ERROR)
    scored = linker.inference.predict(threshold_match_weight=weight, warning_mode="never").as_pandas_dataframe()
    return {tuple(sorted(pair)) for pair in zip(scored["unique_id_l"], scored["unique_id_r"], strict=True)}
