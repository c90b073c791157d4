"""What joins, and what must never."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.clusters import Edges, cluster
from dagster_project.identity.components import Facts
from dagster_project.identity.rules import RULES

UNKNOWN = -1


def clusters(size, edges, *, tax_ids=None, kinds=None, apart=(), objected=(), systems=None, size_limit=30):
    """Clusters as sorted lists; an edge is (left, right, rule) with an optional weight."""
    rows = [(*edge, 0.0)[:4] for edge in edges]
    left, right = (np.array([row[side] for row in rows], np.int64) for side in (0, 1))
    rule = np.array([RULES.index(row[2]) for row in rows], np.int64)
    weight = np.array([row[3] for row in rows], float)
    facts = Facts(
        np.array(tax_ids or [UNKNOWN] * size),
        np.array(kinds or [UNKNOWN] * size),
        set(apart),
        set(objected),
        size_limit=size_limit,
    )
    found = cluster(size, Edges(left, right, rule, weight), facts, systems or [f"s{node}" for node in range(size)])
    return [np.flatnonzero(found.label == label).tolist() for label in sorted(set(found.label.tolist()))], found.refused


def test_keys_join_in_chains():
    assert clusters(4, [(0, 1, "email"), (1, 2, "phone")])[0] == [[0, 1, 2], [3]]


def test_two_tax_numbers_never_meet_and_the_stronger_rule_decides():
    found, refused = clusters(3, [(0, 1, "phone"), (1, 2, "email")], tax_ids=[1, UNKNOWN, 2])
    assert found == [[0], [1, 2]]
    assert refused == [(0, 1, "tax numbers differ")]


def test_a_company_and_a_consumer_are_not_one_customer():
    assert clusters(2, [(0, 1, "phone")], kinds=[1, 0])[0] == [[0], [1]]


def test_what_a_person_keeps_apart_stays_apart_whatever_joins_it():
    found, refused = clusters(3, [(0, 1, "tax_id"), (1, 2, "phone")], apart=[(0, 2)])
    assert found == [[0, 1], [2]]
    assert refused == [(1, 2, "kept apart by hand")]


def test_two_to_whom_a_rule_objects_do_not_meet_through_a_third():
    found, refused = clusters(3, [(0, 1, "email"), (1, 2, "phone")], objected=[(0, 2)])
    assert found == [[0, 1], [2]]
    assert refused == [(1, 2, "would join two that differ")]


def test_a_number_that_is_nobody_elses_overrules_an_objection_and_others_may_still_come():
    found, _ = clusters(4, [(0, 1, "tax_id"), (1, 2, "erp_number"), (2, 3, "phone")], objected=[(0, 2)])
    assert found == [[0, 1, 2, 3]]


def test_nobody_gets_more_records_than_the_limit():
    found, refused = clusters(4, [(0, 1, "phone"), (1, 2, "phone"), (2, 3, "phone")], size_limit=3)
    assert max(map(len, found)) == 3
    assert refused == [(2, 3, "more than 3 records")]


def test_a_name_joins_where_it_is_plain_who_is_meant():
    assert clusters(2, [(0, 1, "name", 12)], systems=["crm", "erp"])[0] == [[0, 1]]


def test_a_name_does_not_join_two_records_of_one_system():
    found, refused = clusters(2, [(0, 1, "name", 12)], systems=["crm", "crm"])
    assert found == [[0], [1]]
    assert refused == [(0, 1, "a name alone, twice in one system")]


def test_a_name_that_fits_two_customers_joins_neither():
    found, refused = clusters(3, [(0, 2, "name", 12), (1, 2, "name", 14)], systems=["crm", "crm", "erp"])
    assert found == [[0], [1], [2]]
    assert {reason for _, _, reason in refused} == {"a name alone, several candidates"}


def test_every_pair_between_two_clusters_that_a_name_does_not_join_is_refused_by_its_own_records():
    """At 100,000 customers the reason stood at the clusters' oldest records, and the pairs were for review without."""
    by_tax_id = [(0, 2, "tax_id"), (1, 3, "tax_id")]
    by_name = [(2, 3, "name", 10), (0, 3, "name", 12), (1, 2, "name", 11)]
    found, refused = clusters(4, by_tax_id + by_name, systems=["crm", "crm", "erp", "erp"])
    assert found == [[0, 2], [1, 3]]
    assert refused == [(left, right, "a name alone, twice in one system") for left, right in ((0, 3), (1, 2), (2, 3))]


@given(st.data())
def test_clusters_do_not_depend_on_the_order_of_pairs(data):
    pairs = st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(RULES), st.integers(0, 20))
    edges = [(min(a, b), max(a, b), rule, float(w)) for a, b, rule, w in data.draw(st.lists(pairs, max_size=12))]
    tax_ids = data.draw(st.lists(st.integers(-1, 1), min_size=8, max_size=8))
    systems = data.draw(st.lists(st.sampled_from(["crm", "erp", "shop"]), min_size=8, max_size=8))
    shuffled = data.draw(st.permutations(edges))
    found = [clusters(8, order, tax_ids=tax_ids, systems=systems, size_limit=4) for order in (edges, shuffled)]
    assert found[0] == found[1]
    for group in found[0][0]:
        assert len(group) <= 4
        assert len({tax_ids[node] for node in group} - {UNKNOWN}) <= 1


@given(st.data())
def test_a_pair_is_joined_or_refused_with_a_reason(data):
    pairs = st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from(RULES)).filter(
        lambda pair: pair[0] < pair[1]
    )
    edges = data.draw(st.lists(pairs, max_size=12))
    codes = st.lists(st.integers(-1, 1), min_size=8, max_size=8)
    systems = data.draw(st.lists(st.sampled_from(["crm", "erp", "shop"]), min_size=8, max_size=8))
    found, refused = clusters(
        8, edges, tax_ids=data.draw(codes), kinds=data.draw(codes), systems=systems, size_limit=4, apart=[(0, 1)]
    )
    where = {node: number for number, group in enumerate(found) for node in group}
    assert {(left, right) for left, right, _ in edges if where[left] != where[right]} <= {
        (left, right) for left, right, reason in refused if reason
    }
