"""The lists that account managers work with, as they are published."""

import math

from support.action_seeds import POLICY
from support.company import HISTORY_DAY, NEXT_DAY

from dagster_project.demo.parameters import PARAMETERS


def rows(connection, sql):
    return connection.execute(sql).fetchall()


def test_every_open_opportunity_of_a_customer_is_ranked_once_within_its_band(published):
    ranked = rows(published, "select band, score, priority from ml.opportunity_priorities order by priority")
    (open_count,) = rows(published, "select count(*) from marts.fct_opportunities where not is_closed")[0]
    assert [row[2] for row in ranked] == list(range(1, open_count + 1))
    floors = {"follow_first": (80, 100), "nurture": (50, 80), "watch": (0, 50)}
    assert all(floors[band][0] <= round(score, 6) <= floors[band][1] for band, score, _ in ranked)
    assert [row[0] for row in ranked] == sorted((row[0] for row in ranked), key=list(floors).index)


def test_no_owner_got_more_personal_tasks_in_a_night_than_his_capacity(published):
    busiest = rows(
        published,
        """
        with personal (action_code) as (
            values ('service_recovery'), ('quality_visit'), ('care_call'), ('price_talk'), ('dedicated_manager'),
                ('tailored_bundle')
        )
        select max(tasks) from (
            select count(*) as tasks from ml.action_assignments where status in ('assigned', 'held_out')
                and action_code in (select action_code from personal)
            group by owner_id, as_of_date
        )
        """,
    )
    assert busiest == [(POLICY.owner_capacity,)]


def test_the_queue_holds_the_open_tasks_of_both_nights_and_nobody_who_is_left_alone(published):
    nights = rows(published, "select distinct assigned_on from ml.retention_queue order by 1")
    assert nights == [(HISTORY_DAY,), (NEXT_DAY,)]
    left_alone = """
        select count(*) from ml.retention_queue as queue inner join ml.action_assignments as made
            on queue.customer_id = made.customer_id and queue.assigned_on = made.as_of_date
        where made.programme = 'retention' and made.status = 'held_out'
    """
    assert rows(published, left_alone) == [(0,)]
    assert rows(published, "select count(*) > 0 from ml.action_assignments where status = 'held_out'") == [(True,)]


def test_whoever_gets_an_offer_has_agreed_to_marketing(published):
    asked = rows(
        published,
        """
        select distinct marketing_consent from ml.action_assignments inner join marts.dim_customers using (customer_id)
        where status in ('assigned', 'held_out')
            and action_code in ('price_offer', 'product_reminder', 'feedback_survey', 'referral_invite')
        """,
    )
    assert asked == [(True,)]


def effects(published, action):
    """(low, lift, high, verdict) by window of an action on the first night."""
    found = rows(
        published,
        f"""
        select window_days, lift_low, lift, lift_high, verdict from ml.action_effects
        where action_code = '{action}' and as_of_date = date '{HISTORY_DAY}' order by 1
        """,
    )
    return {window: rest for window, *rest in found}


def test_the_planted_lift_of_the_past_trial_lies_within_its_interval_and_a_placebo_shows_none(published):
    """The trial's own windows have closed on the first night; Guanxi's tasks of these nights count in none of them."""
    planted = dict(PARAMETERS.past_action_lifts)
    for action, lift in planted.items():
        found = effects(published, action)
        assert list(found) == [30, 60, 90]
        low, _, high, _ = found[PARAMETERS.past_action_window_days]
        assert low <= lift <= high
        assert high - low < 0.35
    low, lift, _, verdict = effects(published, "care_call")[30]
    assert (low > 0, verdict) == (True, "works")
    assert effects(published, "feedback_survey")[30][3] == "not_shown"
    drawn = "select max(treated_count + held_out_count) from ml.action_effects"
    assert rows(published, drawn)[0][0] < 300, "tasks of the last two nights have no closed window yet"


def test_who_was_drawn_for_a_trial_is_no_contact(published):
    assert rows(published, "select count(*) from marts.fct_interactions where interaction_id like 'T%'") == [(0,)]


def test_planted_promotions_and_the_spring_festival_drive_orders(published):
    found = {
        variable: (low, high, direction, reading)
        for variable, low, high, direction, reading in rows(
            published,
            """
            select variable, interval_low, interval_high, direction, reading_en from ml.purchase_drivers
            where dimension = 'all' and outcome = 'order_count'
                and as_of_date = (select max(as_of_date) from meta.builds)
            """,
        )
    }
    low, high, direction, reading = found["promotion"]
    assert low < math.log(1.45) < high, "sales days are planted with 1.4 and 1.5 times the orders"
    assert direction == "raises"
    assert reading.startswith("Promotion: orders +")
    assert found["spring_festival"][1] < 0.1
    for other in ("log_marketing_spend_before", "satisfaction_before"):
        assert found[other][2] == "none_shown", f"{other} is drawn without any influence on purchases"


def test_price_sensitivity_finds_the_planted_customers_better_than_the_rule(company, published):
    truth = company.settings.truth
    judged = f"""
        select band, agreement, is_in_rule_group, elasticity_low <= -1 and elasticity_high >= -1,
            known.is_price_sensitive
        from ml.price_sensitivity as scores
        inner join (select 'crm-' || record_id as customer_id, true_customer_id from '{truth}/records.parquet'
            where system = 'crm' and entity = 'accounts') as records using (customer_id)
        inner join '{truth}/customers.parquet' as known using (true_customer_id)
    """
    found = rows(published, judged)
    high = [row[4] for row in found if row[0] == "high"]
    rule = [row[4] for row in found if row[2]]
    assert len(high) > 200
    assert sum(high) / len(high) > 0.95 > sum(rule) / len(rule)
    assert {row[1] for row in found} == {"agree", "model_only", "rule_only", "unclear"}
    held = [row[3] for row in found if row[3] is not None]
    assert sum(held) / len(held) > 0.9, "baskets are drawn net of the discount: the planted elasticity is -1"


def test_predictions_and_recommendations_beat_the_simple_rules_on_the_hold_out(published):
    latest = "where as_of_date = (select max(as_of_date) from meta.builds)"
    value = {
        (measure, method): value
        for measure, method, value in rows(
            published, f"select measure, method, value from ml.prediction_evaluation {latest}"
        )
    }
    assert value["date_error_days", "model"] < value["date_error_days", "own_mean_gap"]
    assert value["amount_error", "model"] < value["amount_error", "overall_mean"]
    assert value["category_hit_rate", "model"] > 2 * value["category_hit_rate", "most_popular"]
    assert value["recall_at_5", "association"] > 2 * value["recall_at_5", "popularity"]


def test_every_segment_has_a_card_members_and_five_tests(published):
    cards = rows(published, "select segment_code, customer_count from ml.persona_cards order by 1")
    assert len(cards) >= 3
    members = "select label, count(*) from ml.segment_assignments group by 1 order by 1"
    assert rows(published, members) == cards
    tests = """
        select count(*) from ml.segment_quality
        where as_of_date = (select max(as_of_date) from meta.builds) group by segment_code
    """
    assert rows(published, tests) == [(5,)] * len(cards)


def test_texts_that_complain_sound_worse_than_reviews_with_five_stars(published):
    mean = dict(
        rows(
            published,
            """
            select case when rating >= 4 then 'good' else 'bad' end, avg(sentiment_score)
            from ml.text_sentiments inner join marts.fct_reviews on record_id = review_id
            where text_source = 'review' group by 1
            """,
        )
    )
    assert mean["bad"] < -0.2 < 0.2 < mean["good"]
