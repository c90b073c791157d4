"""Every suite passes on good rows, and every rule of every suite fails on the row made for it."""

from dataclasses import replace

import pytest
from support.bad_rows import BAD_ROWS, RELATED
from support.good_rows import GOOD_ROWS
from support.relations import good_rows, rows

from dagster_project.contracts import load_contracts
from dagster_project.settings import PROJECT_ROOT
from expectations import all_suites, suite_for, validate
from expectations.suite import References, Volume
from models.tables import MODEL_TABLES, SCORE_TYPES

TABLES = [suite.table for suite in all_suites()]


@pytest.mark.parametrize("table", TABLES)
def test_good_rows_pass_their_suite(table):
    results = validate(suite_for(table), good_rows(table), related=RELATED.get(table))
    assert [result.expectation for result in results if not result.success] == []
    assert len(results) == len(suite_for(table).rules)


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_fails_on_the_rows_made_for_it(table):
    judged = {rule.sentence for rule in suite_for(table).rules if not isinstance(rule, Volume)}
    assert set(BAD_ROWS[table]) == judged
    for rule in suite_for(table).rules[1:]:
        alone = replace(suite_for(table), rules=(rule,))
        (result,) = validate(alone, rows(table, *BAD_ROWS[table][rule.sentence]), related=RELATED.get(table))
        assert not result.success, f"{table}: {rule.sentence}"
        assert result.unexpected_count > 0 or "mean" in result.observed


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_delivery_fails_its_volume_only(table):
    results = validate(suite_for(table), f"select * from ({good_rows(table)}) limit 0", related=RELATED.get(table))
    assert [result.expectation for result in results if not result.success] == [f"{table} has rows"]


def test_every_delivered_entity_the_scores_of_every_model_and_every_reference_seed_have_a_suite():
    delivered = {e.address for system in load_contracts().values() for e in system.entities.values()}
    models, scored = ({f"scores.{name}" for name in names} for names in (MODEL_TABLES, SCORE_TYPES))
    from_outside = {table for table in TABLES if table.split(".")[0] not in ("seeds", "marts")}
    assert delivered | models <= from_outside <= delivered | scored
    seeds = {f"seeds.{path.stem}" for path in (PROJECT_ROOT / "dbt" / "seeds").glob("*.csv")}
    assert {t for t in TABLES if t.startswith("seeds.")} <= seeds
    assert all(suite_for(seed).rules for seed in seeds)
    assert set(TABLES) == set(GOOD_ROWS)


def test_suites_name_columns_of_the_contracts_only():
    contracts = load_contracts()
    for table in TABLES:
        system, entity = table.split(".")
        if system in contracts:
            assert set(GOOD_ROWS[table]) <= set(contracts[system].entities[entity].columns)


def test_every_rule_has_a_sentence_of_its_own_a_reason_and_an_owner():
    for suite in all_suites():
        sentences = [rule.sentence for rule in suite.rules]
        assert len(set(sentences)) == len(sentences)
        assert suite.owner.startswith("team:")
        assert all(rule.note.endswith(".") and rule.severity in {"critical", "warning", "info"} for rule in suite.rules)


def test_references_point_to_tables_with_a_suite():
    targets = {rule.target for suite in all_suites() for rule in suite.rules if isinstance(rule, References)}
    assert targets <= set(TABLES)


def test_an_unknown_table_is_named_with_those_that_have_a_suite():
    with pytest.raises(KeyError, match="no expectation suite for 'erp.order'; there is one for: crm.accounts"):
        suite_for("erp.order")
