"""Satisfaction, service and moving KPIs as published, against a second way of counting and what was planted."""

import json
import math

import pytest

OUTAGE_WEEK = "2025-10-20"


@pytest.fixture(scope="module")
def planted(company):
    return json.loads((company.settings.truth / "parameters.json").read_text())["parameters"]


def one(published, sql):
    (row,) = published.execute(sql).fetchall()
    return row


def column(published, sql):
    return [value for (value,) in published.execute(sql).fetchall()]


def test_nps_and_its_interval_equal_a_count_in_python(published):
    scores = column(published, "select score from marts.fct_survey_responses where survey = 'nps' and scale_max = 10")
    n, promoters, detractors = len(scores), sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    middle = (promoters - detractors) / (n + 2)
    spread = 1.96 * math.sqrt(((promoters + detractors + 1) / (n + 2) - middle**2) / (n + 2))
    found = one(
        published,
        "select response_count, value, confidence_low, confidence_high from marts.mart_satisfaction "
        "where metric = 'nps' and dimension = 'all' and period_grain = 'all'",
    )
    expected = (n, 100 * (promoters - detractors) / n, 100 * (middle - spread), 100 * (middle + spread))
    assert found == pytest.approx(expected)


def test_the_planted_nps_and_service_figures_are_recovered(published, planted):
    low, high = one(
        published,
        "select confidence_low, confidence_high from marts.mart_satisfaction "
        "where metric = 'nps' and dimension = 'all' and period_grain = 'all'",
    )
    assert low < 100 * (planted["nps_promoter_share"] - planted["nps_detractor_share"]) < high
    ivr, satisfied = one(
        published,
        "select ivr_solved_rate, complaint_satisfied_rate from marts.mart_service "
        "where dimension = 'all' and period_grain = 'all'",
    )
    assert ivr == pytest.approx(planted["ivr_self_service_share"], abs=0.06)
    assert satisfied == pytest.approx(planted["complaint_satisfied_share"], abs=0.05)
    referrals = "select value from marts.mart_referrals where dimension = 'all' and period_grain = 'all'"
    (converted,) = one(published, referrals)
    assert converted == pytest.approx(planted["referral_conversion"], abs=0.1)


def test_the_groups_of_a_dimension_are_together_everybody(published):
    counts = {"mart_satisfaction": "response_count", "mart_service": "ticket_count", "mart_campaigns": "touch_count"}
    for table, count in counts.items():
        metric = "metric" if table == "mart_satisfaction" else "'one'"
        sums = published.execute(
            f"select {metric}, dimension, sum({count}) from marts.{table} where period_grain = 'all' "
            "and dimension not in ('complaint_type', 'touchpoint') group by all"
        ).fetchall()
        assert len(sums) > 4
        assert len({(name, total) for name, _, total in sums}) == len({name for name, _, _ in sums}), table


def test_percentiles_of_service_equal_those_of_the_tickets(published):
    minutes = "select first_response_minutes from marts.fct_tickets where first_response_minutes is not null"
    tickets = sorted(column(published, minutes))

    def quantile(share):
        place = share * (len(tickets) - 1)
        below = math.floor(place)
        return tickets[below] + (place - below) * (tickets[math.ceil(place)] - tickets[below])

    found = one(
        published,
        "select first_response_count, mean_first_response_minutes, median_first_response_minutes, "
        "p90_first_response_minutes from marts.mart_service where dimension = 'all' and period_grain = 'all'",
    )
    assert found == pytest.approx((len(tickets), sum(tickets) / len(tickets), quantile(0.5), quantile(0.9)))


def test_the_planted_badly_handled_complaints_show_in_what_customers_do_next(published):
    outcomes = published.execute(
        "select answer_class, value, correlation_low from marts.mart_satisfaction_outcomes "
        "where metric = 'csat' and outcome = 'retention'"
    ).fetchall()
    shares = {answer_class: share for answer_class, share, _ in outcomes}
    assert shares["negative"] < shares["positive"] - 0.2
    assert all(low > 0.1 for _, _, low in outcomes)


def test_the_planted_outage_is_found_and_its_channel_named(published, planted):
    assert planted["outage_first_day"] == OUTAGE_WEEK
    value, low, z = one(
        published,
        "select value, expected_low, z_score from marts.mart_kpi_trend where metric = 'order_count' "
        f"and dimension = 'all' and period_grain = 'week' and period_starts_on = '{OUTAGE_WEEK}'",
    )
    assert value < low and z < -4
    driver = one(
        published,
        "select dimension, dimension_value, explained_share, calendar_events from marts.mart_kpi_root_cause where "
        f"metric = 'order_count' and period_grain = 'week' and period_starts_on = '{OUTAGE_WEEK}' and driver_rank = 1",
    )
    assert driver[:2] == ("sales_channel", "online")
    assert driver[2] > 0.8 and "takes no payments" in driver[3]


def test_what_trends_is_what_the_registry_measures(published):
    pairs = published.execute(
        "select trend.metric, trend.value, measured.value from marts.mart_kpi_trend as trend "
        "inner join metrics.metric_values as measured using (metric, dimension, dimension_value, period_grain) "
        "where trend.dimension = 'all' and trend.period_starts_on = measured.period_start"
    ).fetchall()
    assert len({metric for metric, _, _ in pairs}) == 12  # all but the share of repeat orders
    for metric, value, measured in pairs:
        assert value == pytest.approx(float(measured), rel=1e-6, abs=1e-4), metric  # minutes are rounded there


def test_the_contributions_of_a_dimension_add_up_to_the_move(published):
    moves = published.execute(
        "select sum(contribution), max(move), max(abs(company_value)) from marts.mart_kpi_root_cause "
        "group by metric, period_grain, period_starts_on, dimension"
    ).fetchall()
    assert len(moves) > 20
    assert all(math.isclose(total, move, abs_tol=1e-9 * max(size, 1)) for total, move, size in moves)


def test_the_planted_weekday_season_shows_in_the_trend_of_orders(published):
    weekdays = published.execute(
        "select isodow(period_starts_on), avg(season_value / trend_value) from marts.mart_kpi_trend "
        "where metric = 'order_count' and dimension = 'all' and period_grain = 'day' group by all"
    ).fetchall()
    season = dict(weekdays)
    assert min(season[1], season[5]) > 0 > max(season[3], season[7])  # Mondays and Fridays, Wednesdays and Sundays


def test_few_periods_are_anomalous(published):
    flags = column(published, "select is_anomaly from marts.mart_kpi_trend where is_anomaly is not null")
    assert 0 < sum(flags) / len(flags) < 0.03


def test_stickiness_is_daily_over_monthly_users(published):
    sessions: dict = {}
    for day, user in published.execute(
        "select started_on, user_id from marts.fct_web_sessions where user_id is not null"
    ).fetchall():
        sessions.setdefault((day.year, day.month), []).append((day, user))
    months = published.execute(
        "select period_starts_on, day_count, stickiness_rate from marts.mart_digital "
        "where dimension = 'all' and period_grain = 'month' and is_complete"
    ).fetchall()
    assert len(months) == 5
    for month, days, rate in months:
        visits = sessions[month.year, month.month]
        daily = len(set(visits)) / days
        assert rate == pytest.approx(daily / len({user for _, user in visits}))


def test_the_planted_drop_offs_of_sessions_and_their_bottleneck_are_recovered(published, planted):
    steps = dict(
        published.execute(
            "select step, numerator from marts.mart_digital_funnel where funnel = 'shop' and dimension = 'all'"
        ).fetchall()
    )
    browsing = steps["visit"] - steps["purchase"]  # a session that buys takes every step
    for step, share in (("product_view", "view"), ("add_to_cart", "cart"), ("checkout", "checkout")):
        reached = (steps[step] - steps["purchase"]) / browsing
        assert reached == pytest.approx(planted[f"browsing_{share}_share"], abs=0.03), step
    bottleneck = column(
        published,
        "select step from marts.mart_digital_funnel where funnel = 'shop' and dimension = 'all' and is_bottleneck",
    )
    assert bottleneck == ["add_to_cart"]


def test_the_planted_response_and_completion_of_surveys_are_recovered(published, planted):
    asked, began, answered = one(
        published, "select sum(sent_count), sum(started_count), sum(answered_count) from marts.mart_survey_health"
    )
    assert answered / asked == pytest.approx(planted["survey_response_share"], abs=0.02)
    assert answered / began == pytest.approx(planted["survey_completion_share"], abs=0.02)
    closed = one(
        published,
        "select count(*) from marts.fct_survey_responses "
        "where cast(sent_at + interval 8 hour as date) <= (select max(sent_on) from marts.fct_survey_sends)",
    )
    assert answered == pytest.approx(closed[0], rel=0.01)  # the last days' sendings are still open


def test_the_planted_growth_and_engagement_of_social_channels_are_recovered(published, planted):
    growth, engagement, parts, whole = one(
        published,
        "select avg(follower_growth_rate) filter (where channel = 'all'), "
        "avg(engagement_rate) filter (where channel = 'all'), sum(view_count) filter (where channel <> 'all'), "
        "sum(view_count) filter (where channel = 'all') from marts.mart_social where is_complete",
    )
    assert growth == pytest.approx(planted["social_follower_growth_per_month"], abs=0.002)
    assert engagement == pytest.approx(planted["social_engagement_share"], abs=0.002)
    assert parts == whole


def test_the_ticket_systems_own_minutes_stand_beside_ours(published):
    rows = published.execute(
        "select vendor_first_response_minutes, first_response_minutes from marts.fct_tickets "
        "where first_response_minutes is not null and vendor_first_response_minutes is not null"
    ).fetchall()
    assert len(rows) > 1000
    assert all(float(vendor) == pytest.approx(0.4 * float(ours), abs=1) for vendor, ours in rows)
