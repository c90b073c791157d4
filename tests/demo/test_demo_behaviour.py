"""Planted behaviour is there: the shares of the documents' examples, and the purchase process can be recovered."""

import json

import numpy as np
import pytest

from dagster_project.demo.behaviour.catalogue import PAIRS, PER_CATEGORY
from dagster_project.demo.behaviour.population import draw_population
from dagster_project.demo.behaviour.purchases import draw_purchases
from dagster_project.demo.clock import HISTORY_DAYS, MINUTES
from dagster_project.demo.parameters import PARAMETERS
from models.clv import BetaGeoModel


@pytest.mark.parametrize(
    ("query", "planted", "tolerance"),
    [
        ("select avg((customer_type = 'business')::int) from customers where not is_prospect", 0.35, 0.03),
        ("select avg((r.true_order_id is not null)::int) from orders o left join refunds r using (true_order_id) "
         "where not is_cancelled", 0.04, 0.006),
        ("select avg((satisfaction_score >= 4)::int) from tickets where kind = 'complaint' and resolved_at is not null",
         0.89, 0.03),
        ("select avg((not exists (from tickets t where t.kind = 'complaint' and t.true_customer_id = "
         "c.true_customer_id))::int) from customers c where dropped_at < '2026-01-01'", 0.38, 0.05),
        ("select count(*) / (select count(*) from orders) from tickets", 0.27, 0.04),
        ("select avg(total_amount) from orders join customers using (true_customer_id) "
         "where customer_type = 'consumer'", 500, 50),
        ("select avg(total_amount) from orders join customers using (true_customer_id) "
         "where customer_type = 'business'", 6000, 900),
        ("select count(*) / count(distinct true_customer_id) from orders where ordered_at < '2026-01-01'", 9.6, 1.2),
    ],
)  # fmt: skip
def test_the_truth_has_the_planted_share(demo, query, planted, tolerance):
    assert float(demo.truth(query)[0][0]) == pytest.approx(planted, abs=tolerance)


@pytest.mark.parametrize(
    ("query", "planted", "tolerance"),
    [
        ("select 100 * (avg((score::int >= 9)::int) - avg((score::int <= 6)::int)) "
         "from read_json_auto('{landing}/tickets/survey_responses_*.jsonl') where survey = 'nps'", 52, 5),
        ("select avg((opened is not null)::int) from '{landing}/marketing/touches_*.csv' where email is not null",
         0.40, 0.04),
        ("select avg((converted is not null)::int) from '{landing}/marketing/referrals_2025-12-31.csv'", 0.67, 0.03),
        ("select avg((self_service = 'true')::int) from read_json_auto('{landing}/tickets/tickets_2025-12-31.jsonl') "
         "where channel = 'ivr'", 0.65, 0.05),
    ],
)  # fmt: skip
def test_the_deliveries_have_the_planted_share(demo, query, planted, tolerance):
    assert float(demo.delivered(query)[0][0]) == pytest.approx(planted, abs=tolerance)


def test_every_parameter_is_written_beside_the_truth(demo):
    stored = json.loads((demo.settings.truth / "parameters.json").read_text(encoding="utf-8"))
    assert stored["parameters"]["consumer"]["alpha"] == PARAMETERS.consumer.alpha
    assert stored["parameters"]["dirt"]["needs_fuzzy"] == PARAMETERS.dirt.needs_fuzzy


@pytest.mark.parametrize("is_business", [False, True])
def test_the_planted_purchase_process_is_recovered_from_whole_days(is_business):
    people = draw_population(PARAMETERS, seed=1, chunk=0, size=9_000, first_id=1)
    bought = draw_purchases(people, PARAMETERS, seed=1, chunk=0)
    day = bought.minute // MINUTES
    known = (day < HISTORY_DAYS) & (people.is_business[bought.customer] == is_business)
    pairs = np.unique(np.stack([bought.customer[known], day[known]], axis=1), axis=0)
    starts = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1))
    counts = np.diff(np.append(starts, len(pairs)))
    first, last = pairs[starts, 1], pairs[starts + counts - 1, 1]
    found = BetaGeoModel().fit(counts - 1, last - first, HISTORY_DAYS - 1 - first)
    planted = PARAMETERS.business if is_business else PARAMETERS.consumer
    assert found.r_ == pytest.approx(planted.r, rel=0.15)
    assert found.r_ / found.alpha_ == pytest.approx(planted.r / planted.alpha, rel=0.15)
    assert found.a_ / (found.a_ + found.b_) == pytest.approx(planted.a / (planted.a + planted.b), rel=0.15)


def test_a_badly_handled_complaint_precedes_most_losses_and_few_other_orders(demo):
    share = dict(demo.truth(
        "select is_last_before_loss, avg((true_order_id in (select true_order_id from tickets where is_badly_handled))"
        "::int) from orders where not is_cancelled group by 1"
    ))  # fmt: skip
    assert share[True] == pytest.approx(PARAMETERS.bad_complaint_if_lost, abs=0.05)
    assert share[False] == pytest.approx(PARAMETERS.bad_complaint_if_kept, abs=0.01)


def test_price_sensitive_customers_leave_after_an_order_without_discount(demo):
    share = dict(demo.truth(
        "select is_last_before_loss, avg((discount_amount > 0)::int) from orders join customers using "
        "(true_customer_id) where is_price_sensitive and not is_cancelled group by 1"
    ))  # fmt: skip
    assert share[False] - share[True] > 0.35


def test_half_of_the_companies_that_leave_close_their_accounts_and_nobody_who_stays_does(demo):
    accounts = demo.delivered(
        "select AccountNumber, ClosedAt::timestamp < '2026-01-01' from '{landing}/crm/accounts_2025-12-31.csv'"
    )
    closed = {number: bool(is_closed) for number, is_closed in accounts}
    left = demo.truth(
        "select record_id, customer_type = 'business' and coalesce(dropped_at < '2025-10-01', false) from customers "
        "join records using (true_customer_id) where system = 'crm' and coalesce(dropped_at < '2025-10-01', true)"
    )
    share = [
        [closed[number] for number, has_left in left if has_left is kind and number in closed] for kind in (True, False)
    ]
    assert np.mean(share[0]) == pytest.approx(PARAMETERS.closed_if_lost, abs=0.08)
    assert len(share[0]) > 100 and not any(share[1])


def test_no_dump_shows_an_account_closed_before_it_was(demo):
    closings = demo.delivered(
        "select regexp_extract(filename, '[0-9-]{{10}}') as day, max(ClosedAt)[:10] as last, count(ClosedAt) as closed "
        "from read_csv('{landing}/crm/accounts_*.csv', filename = true, all_varchar = true) group by 1 order by 1"
    )
    assert all(last <= day for day, last, _ in closings)
    assert [closed for *_, closed in closings] == sorted(closed for *_, closed in closings) and len(closings) == 3
    assert closings[-1][2] > closings[0][2]


def test_orders_fall_while_the_strike_lasts_and_come_back_after_it(demo):
    days = dict(demo.truth(
        "select case when ordered_at < '2025-09-08' then 'before' when ordered_at < '2025-09-13' then 'during' "
        "else 'after' end, count(*) / 5 from orders join customers using (true_customer_id) where province = '广东' "
        "and main_channel = 'online' and ordered_at between '2025-09-03' and '2025-09-18' group by 1"
    ))  # fmt: skip
    assert days["during"] < 0.6 * min(days["before"], days["after"])


def test_planted_pairs_are_bought_together_more_often_than_chance(demo):
    (lead, place), (mate, mate_place) = PAIRS[0]
    one, two = (f"SKU{100001 + c * PER_CATEGORY + p}" for c, p in ((lead, place), (mate, mate_place)))
    lift = demo.delivered(
        "with baskets as (select OrderNo, bool_or(ArticleNo = '" + one + "') has_one, "
        "bool_or(ArticleNo = '" + two + "') has_two "
        "from read_csv('{landing}/erp/order_lines_2025-12-31.csv', delim = ';', all_varchar = true) group by 1) "
        "select avg((has_one and has_two)::int) / (avg(has_one::int) * avg(has_two::int)) from baskets"
    )[0][0]  # fmt: skip
    assert lift > 5
