"""Parameters by expectation maximisation, without labels (Fellegi & Sunter 1969; Enamorado et al. 2019)."""

import logging
from typing import Any

from splink import Linker, block_on

from dagster_project.identity.linkage.configurations import Configuration

SEED = 20260101


def train(records, configuration: Configuration, *, recall: float = 0.9, pairs: float = 1e6) -> dict[str, Any]:
    """Trained Splink settings of a registered table of records.

    u from random pairs, m by EM on each of the configuration's training blocks, the prior from the deterministic
    share of pairs, of which `recall` is believed to be found by the training blocks.
    """
    linker = Linker(records, configuration.settings, log_level=logging.ERROR)
    rules = [block_on(*columns) for columns in configuration.training_blocks]
    linker.training.estimate_probability_two_random_records_match(rules, recall=recall)
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=SEED)
    for rule in rules:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker.misc.save_model_to_json()
