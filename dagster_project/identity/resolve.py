"""One day's identities: who is who as of a date, and under which ID."""

import logging
from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.identity.attaching import attach_others
from dagster_project.identity.cache import code_version
from dagster_project.identity.events import explain_events
from dagster_project.identity.grouping import group_nodes
from dagster_project.identity.issuing import issue_ids
from dagster_project.identity.keys import collect_keys
from dagster_project.identity.lake import days_before, prepare_identity_folders, write_day
from dagster_project.identity.limits import load_limits
from dagster_project.identity.linkage.configurations import customers
from dagster_project.identity.linkage.parameters import load_parameters, save_parameters
from dagster_project.identity.moved import TooManyMoved, require_few_moved
from dagster_project.identity.nodes import build_nodes, compare_everybody
from dagster_project.identity.normalising import begin_reading, normalise, read_records
from dagster_project.identity.pairs import score_pairs
from dagster_project.identity.reading import text_reading
from dagster_project.identity.records import NODE_ENTITIES, load_records
from dagster_project.identity.rules import judge_pairs, load_links
from dagster_project.identity.state import Known, remember, working_state
from dagster_project.identity.terms import load_terms, prior
from dagster_project.settings import Settings

log = logging.getLogger(__name__)

# Days without a run whose deliveries are gone through one by one, so that IDs do not depend on when runs happened.
CATCH_UP_DAYS = 7


@dataclass(frozen=True)
class Resolution:
    """What one day's run found.

    `record_count` is of accounts, ERP customers and shop users, `mapped_count` of all rows of the cross-walk;
    `conflict_count` is of customers with two tax numbers, whom no guard would let be.
    """

    as_of: date
    mapped_count: int
    record_count: int
    customer_count: int
    compared_count: int
    merged_count: int
    split_count: int
    review_count: int
    conflict_count: int
    parameters_version: str


def resolve(settings: Settings, as_of: date) -> Resolution:
    """Write the cross-walk of `as_of` from the lake and the cross-walk before it.

    Delivered days since the latest cross-walk are gone through first (the last CATCH_UP_DAYS of them). The same lake
    gives the same files, whatever ran before: what was compared already is only taken from the cache. A day of these
    that cannot be believed is passed over. Raises TooManyMoved, before anything is written, if `as_of` cannot.
    """
    prepare_identity_folders(settings)
    for day in _days_to_catch_up(settings, as_of):
        try:
            resolve_day(settings, day)
        except TooManyMoved as refused:
            log.warning("passed over: %s", refused)
    return resolve_day(settings, as_of)


def _days_to_catch_up(settings: Settings, as_of: date) -> list[date]:
    known = days_before(settings, as_of)
    since = known[-1] if known else date.min
    delivered = {
        date.fromisoformat(folder.name.removeprefix("business_date="))
        for system, entity in NODE_ENTITIES
        for folder in (settings.lake / system / entity).glob("business_date=*")
        if any(folder.glob("*.parquet"))
    }
    days = sorted(day for day in delivered if max(since, date(1970, 1, 1)) < day < as_of)
    return days[-CATCH_UP_DAYS:]


def resolve_day(settings: Settings, as_of: date) -> Resolution:
    """One day, on top of the latest cross-walk before it.

    Works on what differs from the state that the latest run left (state.py), from nothing at first: either way by the
    same steps, so that a night gives what a full run gives.
    """
    configuration, limits = customers(), load_limits(settings.dbt_project)
    parameters = load_parameters(configuration, settings.artifacts)
    learnt = save_parameters(parameters, artifacts=settings.artifacts)
    version = f"{code_version()} {learnt} {limits}"
    with working_state(settings, version) as (connection, known):
        load_records(connection, settings, as_of, known)
        with text_reading(settings.threads) as begin:
            readings = begin_reading(connection, begin)
            normalise(connection, readings)
            collect_keys(connection, record_limit=limits.key_record_limit)
            read_records(connection, readings)
        build_nodes(connection)
        terms = load_terms(connection, settings, as_of)
        if terms != known.terms:
            compare_everybody(connection)
        load_links(connection, settings.dbt_project / "seeds" / "identity_links.csv")
        weighed = parameters | {"probability_two_random_records_match": prior(connection)}
        score_pairs(connection, configuration, weighed)
        judge_pairs(connection, limits)
        group_nodes(connection, cluster_record_limit=limits.cluster_record_limit)
        issue_ids(connection, settings, as_of, known)
        require_few_moved(connection, settings, as_of, limits)
        attach_others(connection)
        explain_events(connection, settings, as_of)
        write_day(connection, settings, as_of)
        found = _counted(connection, as_of, f"{learnt} {code_version()}")
        remember(connection, version, Known(as_of, terms))
    return found


def _counted(connection: duckdb.DuckDBPyConnection, as_of: date, version: str) -> Resolution:
    counts = connection.execute("""
        select
            (select count(*) from walk), (select count(*) from nodes),
            (select count(*) from clustered where unique_id = cluster),
            (select count(*) from new_nodes), (select count(*) from events where kind = 'merged'),
            (select count(*) from events where kind = 'split'), (select count(*) from review),
            (select count(distinct customer_id) from conflicting)""").fetchone()
    return Resolution(as_of, *counts, version)
