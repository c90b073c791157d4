"""What is usual is learnt from accepted days, by weekday, and a trifle is not unusual."""

from datetime import date, timedelta

from expectations.history import comparable_days, is_unusual, judge, stability_index

MONDAY = date(2026, 3, 2)
USUAL = {"rows": 1000, "missing:phone": 0.02, "mean:amount": 50.0, "share:status=paid": 0.7, "share:status=open": 0.3}


def history(weeks=5, **weekend):
    """Every day of the weeks before MONDAY; a day in ten differs by a little, a weekend by what is given."""
    days = {}
    for n in range(1, 7 * weeks + 1):
        day = MONDAY - timedelta(days=n)
        profile = USUAL | {"rows": 1000 + (n % 10) * 5}
        days[day] = profile | weekend if day.weekday() >= 5 else profile
    return days


def failed(profile, past, as_of=MONDAY):
    results = judge("erp.orders", "team:x", profile=USUAL | profile, history=past, as_of=as_of)
    return {r.expectation: dict(r.observed) for r in results if not r.success}


def test_a_usual_day_passes_with_all_four_kinds_judged():
    results = judge("erp.orders", "team:x", profile=USUAL, history=history(), as_of=MONDAY)
    assert [r.success for r in results] == [True] * 4
    assert {(r.severity, r.owner, r.observed["days"]) for r in results} == {("warning", "team:x", 5)}


def test_half_and_double_the_rows_are_unusual_and_a_few_more_are_not():
    for rows in (500, 2000):
        assert failed({"rows": rows}, history()).keys() == {"as many rows as usual came"}
    assert failed({"rows": 1200}, history()) == {}


def test_a_column_that_is_no_longer_filled_is_named():
    [observed] = failed({"missing:phone": 0.6}, history()).values()
    assert observed == {"days": 5, "missing:phone": 0.6, "usual missing:phone": 0.02}


def test_a_mean_in_cents_is_unusual():
    assert failed({"mean:amount": 5000.0}, history()).keys() == {"the means are as usual"}


def test_a_shifted_distribution_is_unusual():
    shifted = {"share:status=paid": 0.3, "share:status=open": 0.7}
    [observed] = failed(shifted, history()).values()
    assert observed["stability index of status"] > 0.25


def test_a_quiet_sunday_is_compared_with_sundays():
    sunday = MONDAY - timedelta(days=1)
    past = {day: profile for day, profile in history(weeks=7, rows=50).items() if day < sunday}
    assert failed({"rows": 52}, past, as_of=sunday) == {}
    assert failed({"rows": 52}, past, as_of=MONDAY) != {}
    assert failed({"rows": 1000}, past, as_of=sunday) != {}


def test_too_short_a_past_judges_nothing():
    past = {MONDAY - timedelta(days=n): USUAL for n in range(1, 4)}
    assert failed({"rows": 1}, past) == {}
    assert comparable_days(past, MONDAY) == []


def test_days_that_are_long_gone_and_days_to_come_do_not_count():
    assert comparable_days({MONDAY + timedelta(days=7 * n): USUAL for n in range(9)}, MONDAY) == []
    assert comparable_days({MONDAY - timedelta(days=100 + n): USUAL for n in range(30)}, MONDAY) == []


def test_a_past_that_never_varied_leaves_room_for_a_trifle():
    assert not is_unusual("missing", 0.03, [0.02] * 9)
    assert is_unusual("missing", 0.2, [0.02] * 9)


def test_the_stability_index_is_that_of_the_textbook():
    assert stability_index({"a": 0.5, "b": 0.5}, [{"a": 0.5, "b": 0.5}]) == 0
    assert round(stability_index({"a": 0.6, "b": 0.4}, [{"a": 0.5, "b": 0.5}]), 4) == 0.0405
