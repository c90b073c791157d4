"""A customer keeps his ID from day to day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.identity.stable_ids import Issued, assign_ids

FIRST, SECOND = date(2026, 1, 1), date(2026, 1, 2)


def ids(clusters, before=None, *, today=SECOND, taken=frozenset()):
    return assign_ids(clusters, before or {}, today=today, taken=taken)


def walk(clusters, assignment):
    return {record: issued for records, issued in zip(clusters, assignment.issued, strict=True) for record in records}


def names(assignment):
    return [issued.customer_id for issued in assignment.issued]


def test_a_new_customer_is_named_after_his_oldest_record():
    assert names(ids([["crm-1", "erp-1"], ["shop-1"]])) == ["crm-1", "shop-1"]


def test_a_customer_whose_founding_record_is_gone_keeps_his_id():
    before = walk([["crm-1", "erp-1"]], ids([["crm-1", "erp-1"]], today=FIRST))
    after = ids([["erp-1", "shop-9"]], before)
    assert after.issued == [Issued("crm-1", FIRST)]
    assert after.events == []


def test_of_two_that_merge_the_older_id_survives_and_the_merge_is_logged():
    before = {"crm-2": Issued("crm-2", FIRST), "crm-1": Issued("crm-1", SECOND)}
    after = ids([["crm-1", "crm-2"]], before, today=date(2026, 1, 3))
    assert names(after) == ["crm-2"]
    (event,) = after.events
    assert (event.kind, event.from_id, event.to_id, event.records) == ("merged", "crm-1", "crm-2", ("crm-1",))


def test_of_a_split_the_part_with_the_founding_record_keeps_the_id():
    before = walk([["crm-1", "erp-1", "erp-2"]], ids([["crm-1", "erp-1", "erp-2"]], today=FIRST))
    after = ids([["crm-1"], ["erp-1", "erp-2"]], before)
    assert names(after) == ["crm-1", "erp-1"]
    (event,) = after.events
    assert (event.kind, event.from_id, event.to_id, event.records) == ("split", "crm-1", "erp-1", ("erp-1", "erp-2"))


def test_an_id_that_others_hold_or_held_is_not_given_again():
    before = {"erp-1": Issued("crm-1", FIRST)}
    assert names(ids([["crm-1"], ["erp-1"]], before)) == ["crm-1~2", "crm-1"]
    assert names(ids([["crm-7"]], {}, taken=frozenset({"crm-7", "crm-7~2"}))) == ["crm-7~3"]


def test_what_is_merged_and_undone_is_as_before():
    apart = [["crm-1"], ["crm-2", "erp-2"]]
    first = walk(apart, ids(apart, today=FIRST))
    together = [["crm-1", "crm-2", "erp-2"]]
    merged = walk(together, ids(together, first))
    undone = ids(apart, merged, today=date(2026, 1, 3))
    assert names(undone) == ["crm-1", "crm-2"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12), st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_every_cluster_has_one_id_of_its_own_whatever_merges_and_splits(first, second):
    records = [f"crm-{number}" for number in range(len(first))]

    def grouped(labels):
        groups = {}
        for record, label in zip(records, labels, strict=False):
            groups.setdefault(label, []).append(record)
        return sorted(groups.values())

    before = walk(grouped(first), ids(grouped(first), today=FIRST))
    after = ids(grouped(second), before)
    assert len(set(names(after))) == len(after.issued)
    unchanged = [group for group in grouped(second) if group in grouped(first)]
    for group in unchanged:
        assert walk(grouped(second), after)[group[0]] == before[group[0]]
