"""Planted drivers of purchases are found with their size, noise is not, and too little data is refused."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.artifacts import load, save
from models.drivers import driver_table, train_drivers
from models.drivers.model import adjusted_p_values
from models.drivers.regression import VARIABLES, explain

AS_OF = date(2026, 1, 1)
PROMOTION, SPEND = 0.4, 0.15


def company(days=500, *, seed=0, level=20.0, persistence=0.6):
    """Counts whose unexplained part lasts for days; only promotion and spend matter."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({name: rng.normal(size=days) for name in VARIABLES})
    for name in ("promotion", "incident", "spring_festival", "public_holiday", "weekend"):
        frame[name] = (rng.random(days) < 0.1).astype(float)
    noise = np.zeros(days)
    for day in range(1, days):
        noise[day] = persistence * noise[day - 1] + rng.normal(0, 0.1)
    rate = level * np.exp(PROMOTION * frame["promotion"] + SPEND * frame["log_marketing_spend_before"] + noise)
    orders = rng.poisson(rate)
    return frame.assign(
        dimension="all",
        dimension_value="all",
        date_on=pd.date_range("2024-01-01", periods=days),
        customer_count=1000,
        order_count=orders,
        net_amount=orders * rng.gamma(9, 10, days),
    )


def effects(frame):
    return driver_table(train_drivers(frame, as_of_date=AS_OF)).set_index(["outcome", "variable"])


def test_planted_drivers_are_found_with_their_size_and_direction():
    found = effects(company(seed=1))
    for outcome in ("order_count", "net_amount"):
        for variable, truth in (("promotion", PROMOTION), ("log_marketing_spend_before", SPEND)):
            row = found.loc[(outcome, variable)]
            assert row["interval_low"] < truth < row["interval_high"]
            assert row["direction"] == "raises"
    assert found.loc[("order_count", "promotion"), "effect_rate"] == pytest.approx(np.expm1(PROMOTION), abs=0.15)
    assert found["explained_share"].between(0, 1).all()


def test_noise_that_lasts_for_days_is_seldom_called_a_driver():
    """Eleven variables of noise in fifteen companies: false ones are within what the adjusted level allows."""
    null = [name for name in VARIABLES if name not in ("promotion", "log_marketing_spend_before")]
    shown = [effects(company(300, seed=seed)).loc["order_count"].loc[null, "direction"] for seed in range(15)]
    assert np.mean([(directions != "none_shown").mean() for directions in shown]) < 0.05


def test_what_drifts_is_seldom_called_the_driver_of_what_drifts():
    """Means of 28 days of pure chance, and purchases that follow a bent trend and drift for weeks besides."""
    slow = ["discount_points_before", "complaints_per_100_orders_before", "satisfaction_before"]
    false = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        frame = company(500, seed=seed, level=60.0, persistence=0.9)
        share = np.linspace(0, 1, 500)
        frame["order_count"] = (frame["order_count"] * np.exp(-1.5 * share**2)).round()
        for name in slow:
            frame[name] = np.convolve(rng.normal(size=527), np.ones(28) / 28, "valid")
        false.append((explain(frame, "order_count").set_index("variable").loc[slow, "p_value"] < 0.05).mean())
    assert np.mean(false) < 0.15


def test_a_variable_that_repeats_another_is_marked_and_a_constant_one_left_out():
    frame = company(seed=2)
    frame["weekend"] = frame["promotion"] + np.random.default_rng(0).normal(0, 0.01, len(frame))
    found = effects(frame.assign(incident=0.0, satisfaction_before=np.nan))
    assert found.loc[("order_count", "weekend"), "is_collinear"]
    assert not found.loc[("order_count", "quarter_2"), "is_collinear"]
    assert {"incident", "satisfaction_before"}.isdisjoint(found.index.get_level_values("variable"))


def test_an_indicator_on_whose_days_nobody_buys_has_no_finite_coefficient_and_is_left_out():
    frame = company(seed=3)
    frame.loc[frame["spring_festival"] == 1, ["order_count", "net_amount"]] = 0
    found = effects(frame)
    assert "spring_festival" not in found.index.get_level_values("variable")
    assert found["coefficient"].between(found["interval_low"], found["interval_high"]).all()


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (company(90), "90 days"),
        (company(400, level=0.01), "of them with purchases"),
        (company(400).head(0), None),
    ],
    ids=["few days", "few purchases", "nothing"],
)
def test_too_little_is_refused_with_the_reason(frame, why):
    trained = train_drivers(frame, as_of_date=AS_OF)
    assert driver_table(trained).empty
    assert trained.tier == "unavailable"
    assert why is None or why in trained.metadata["reason"]


def test_p_values_are_adjusted_as_published():
    """The example of Benjamini and Hochberg (1995, section 3.2): four of fifteen hypotheses are rejected at 0.05."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p_values += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert (adjusted_p_values(np.array(p_values)) < 0.05).sum() == 4


def test_a_saved_regression_gives_the_same_table(tmp_path):
    trained = train_drivers(company(300), as_of_date=AS_OF)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    assert loaded.effects_ == trained.model.effects_
