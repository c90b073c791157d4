"""What STL and the calendar regression make of counts whose season, festival and incident are known."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dagster_project.demo.clock import operational_days
from models.trend import separate_kpis

DAYS = pd.date_range("2024-01-01", "2025-12-31")
AS_OF = date(2025, 12, 31)
LEVEL = 400.0
INTENSITY = np.diff(operational_days())[
    : len(DAYS)
]  # the weekday, month, festival and sales pattern of the demo company
OUTAGE = (DAYS >= "2025-10-20") & (DAYS <= "2025-10-26")
FESTIVALS = pd.to_datetime(["2024-02-10", "2025-01-28"])
SALES = [
    day for first in ("2024-06-16", "2024-11-09", "2025-06-16", "2025-11-09") for day in pd.date_range(first, periods=3)
]


def calendar(*, incidents: np.ndarray | None = None) -> pd.DataFrame:
    """As features.ftr_kpi_days: spring festivals and sales, and the incidents that somebody noted down."""
    festival_of_year = {day.year: day for day in FESTIVALS}
    return pd.DataFrame(
        {
            "date_on": DAYS,
            "holiday_name_en": None,
            "is_working_day": DAYS.day_of_week < 5,
            "days_from_spring_festival": [(day - festival_of_year[day.year]).days for day in DAYS],
            "is_promotion": DAYS.isin(SALES),
            "is_incident": incidents if incidents is not None else np.zeros(len(DAYS), bool),
            "anomaly_z": 3.0,
        }
    )


def orders(*, lost: float = 0.0) -> pd.DataFrame:
    """Poisson orders along the planted pattern, as features.ftr_kpis by day; a share is lost during the outage."""
    mean = LEVEL * INTENSITY * np.where(OUTAGE, 1 - lost, 1.0)
    return kpi("order_count", "count", np.random.default_rng(11).poisson(mean).astype(float))


def kpi(metric: str, kind: str, values: np.ndarray, *, denominators: np.ndarray | None = None) -> pd.DataFrame:
    denominators = np.full(len(values), np.nan) if denominators is None else denominators
    shown = {"metric": metric, "metric_kind": kind, "dimension": "all", "dimension_value": "all", "period_grain": "day"}
    numerators = values * denominators if kind == "ratio" else values
    frame = pd.DataFrame(shown, index=range(len(values))).assign(
        period_starts_on=DAYS[: len(values)], numerator=numerators, denominator=denominators, value=values
    )
    return frame[frame["value"].notna()]


@pytest.fixture(scope="module")
def usual() -> pd.DataFrame:
    return separate_kpis(orders(), calendar(), as_of=AS_OF).set_index("period_starts_on")


def test_trend_season_calendar_and_remainder_add_up_to_the_value(usual):
    parts = usual[["trend_value", "season_value", "calendar_value"]].sum(axis=1)
    assert np.allclose(parts, usual["expected_value"])
    judged = usual[usual["z_score"].notna()]
    assert judged["expected_value"].between(judged["expected_low"], judged["expected_high"]).all()
    assert len(usual) - len(judged) == 28  # the beginning, which has nothing before it


def test_the_planted_weekdays_are_recovered(usual):
    planted = np.array([1.0, 0.97, 0.97, 1.0, 1.06, 1.04, 0.96])
    relative = 1 + usual["season_value"] / usual["trend_value"]
    found = relative.groupby(usual.index.day_of_week).mean().to_numpy()
    assert np.abs(found / found.mean() - planted / planted.mean()).max() < 0.02


def test_the_planted_festival_and_sales_are_recovered_though_the_festival_moves(usual):
    effect = usual["calendar_value"] / usual["trend_value"]
    assert effect[SALES].mean() == pytest.approx(0.45, abs=0.06)
    for first in FESTIVALS:  # three tenths fewer from two or three days before it on, for eight days
        assert effect[first : first + pd.Timedelta(days=4)].mean() == pytest.approx(-0.3, abs=0.06)
    assert abs(effect["2025-03-01":"2025-05-31"]).max() == 0


def test_few_days_of_a_company_without_incidents_are_anomalous(usual):
    assert (usual["z_score"].abs() > 3).mean() < 0.02


def test_an_incident_that_nobody_noted_is_found_and_does_not_bend_the_baseline(usual):
    found = separate_kpis(orders(lost=0.4), calendar(), as_of=AS_OF).set_index("period_starts_on")
    assert (found["z_score"][OUTAGE] < -3).all()
    assert np.abs(found["trend_value"][OUTAGE] / usual["trend_value"][OUTAGE] - 1).max() < 0.05


def test_a_known_incident_is_marked_and_kept_out_of_the_baseline():
    noted = separate_kpis(orders(lost=0.99), calendar(incidents=OUTAGE), as_of=AS_OF)
    assert (noted["is_left_out"].to_numpy() == OUTAGE).all()
    assert (noted["expected_value"].to_numpy()[OUTAGE] > 0.85 * LEVEL).all()


def test_a_ratio_on_few_answers_has_a_wide_band_and_a_day_without_answers_no_row():
    rng, answers = np.random.default_rng(12), np.tile([1.0, 100.0, 0.0], len(DAYS))[: len(DAYS)]
    share = np.where(answers > 0, rng.binomial(answers.astype(int), 0.8) / np.maximum(answers, 1), np.nan)
    found = separate_kpis(kpi("csat", "ratio", share, denominators=answers), calendar(), as_of=AS_OF)
    assert len(found) == int((answers > 0).sum())
    width = (found["expected_high"] - found["expected_low"]).groupby(found["denominator"]).mean()
    assert width[1.0] == pytest.approx(10 * width[100.0], rel=1e-6)
    assert found["expected_value"].mean() == pytest.approx(0.8, abs=0.02)


def test_a_count_without_a_row_is_zero_and_an_open_period_is_not_shown():
    some = orders()[lambda frame: frame["period_starts_on"] != "2025-03-05"]
    found = separate_kpis(some, calendar(), as_of=date(2025, 6, 30)).set_index("period_starts_on")
    assert found.loc["2025-03-05", "value"] == 0 and found.loc["2025-03-05", "z_score"] < -3
    assert found.index.max() == pd.Timestamp("2025-06-30")


def test_a_short_history_has_values_and_no_expectation():
    found = separate_kpis(orders().head(30), calendar(), as_of=date(2024, 1, 30))
    assert len(found) == 30 and found["expected_value"].isna().all() and found["value"].notna().all()
