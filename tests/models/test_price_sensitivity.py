"""Known price responses come back, few orders say little, and without prices that vary nothing is said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.artifacts import load, save
from models.price_sensitivity import score_price_sensitivity, train_price_sensitivity

AS_OF = date(2026, 1, 1)


def customers(count=600, *, seed=0, mean=-1.5, spread=0.8, noise=0.3, orders=12, share=0.5):
    """Sums as in features.ftr_price_sensitivity, the true elasticity and the true discount share beside them."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        size = rng.integers(2, orders) if orders > 2 else orders
        elasticity, usual = rng.normal(mean, spread), rng.beta(2, 8)
        rate = np.where(rng.random(size) < share, np.clip(rng.normal(usual, 0.08, size), 0, 0.6), 0.0)
        x = np.log1p(-rate)
        y = rng.normal(5, 1) + elasticity * x + rng.normal(0, noise, size)
        x, y = x - x.mean(), y - y.mean()
        rows.append([size, (rate > 0).sum(), rate.sum(), (rate**2).sum(), x @ x, x @ y, y @ y, elasticity, usual])
    columns = ["order_count", "discounted_order_count", "discount_rate_sum", "squared_discount_rate_sum"]
    frame = pd.DataFrame(rows, columns=[*columns, "sxx", "sxy", "syy", "true_elasticity", "true_usual"])
    return frame.assign(customer_id=[f"C{n}" for n in range(count)], customer_type="consumer")


def scored(frame):
    trained = train_price_sensitivity(frame, as_of_date=AS_OF)
    return trained, score_price_sensitivity(trained.model, frame, model_version=trained.version)


def test_known_elasticities_are_recovered_and_their_intervals_hold_them():
    frame = customers(seed=1)
    trained, scores = scored(frame)
    assert trained.metrics["elasticity"]["consumer"] == pytest.approx(-1.5, abs=0.15)
    varied = scores["elasticity_status"] == "estimated"
    truth = frame.loc[varied, "true_elasticity"]
    inside = scores["elasticity_low"][varied].le(truth) & scores["elasticity_high"][varied].ge(truth)
    assert 0.92 < inside.mean() < 0.98
    raw = frame["sxy"] / frame["sxx"]
    errors = [(estimate[varied] - truth).abs().mean() for estimate in (scores["elasticity"], raw)]
    assert errors[0] < 0.8 * errors[1], "pooling should beat each customer's own slope"


def test_where_all_react_alike_the_interval_is_narrow_but_not_a_point():
    _, scores = scored(customers(seed=2, mean=-1.0, spread=0.0))
    width = (scores["elasticity_high"] - scores["elasticity_low"]).dropna()
    assert ((scores["elasticity_low"] <= -1.0) & (scores["elasticity_high"] >= -1.0))[width.index].mean() > 0.9
    assert (width > 0.01).all()


def test_who_buys_on_discount_is_told_from_who_does_not_and_few_orders_say_little():
    frame = customers(seed=3, share=1.0)
    _, scores = scored(frame)
    median = frame["true_usual"].median()
    high, low = (frame.loc[scores["band"] == band, "true_usual"] for band in ("high", "low"))
    assert (high > median).mean() > 0.9
    assert (low < median).mean() > 0.9
    few = frame["order_count"] <= 3
    assert (scores["band"] == "unclear")[few].mean() > (scores["band"] == "unclear")[~few].mean()


def test_a_price_that_never_varied_gives_no_elasticity():
    frame = customers(seed=4)
    frame.loc[:9, ["sxx", "sxy"]] = 0.0
    _, scores = scored(frame)
    assert (scores["elasticity_status"][:10] == "no_price_variation").all()
    assert scores["elasticity"][:10].isna().all()


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (customers(20), "20 customers"),
        (customers(100, share=0.0), "no order has a discount"),
        (customers(0 + 1).head(0), "0 customers"),
    ],
    ids=["few customers", "no discounts", "nobody"],
)
def test_without_prices_that_vary_nothing_is_said(frame, why):
    trained, scores = scored(frame)
    assert scores.empty
    assert trained.tier == "unavailable"
    assert why in trained.metadata["reason"]


def test_a_saved_model_scores_alike(tmp_path):
    frame = customers(100)
    trained, scores = scored(frame)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    again = score_price_sensitivity(loaded, frame, model_version=trained.version)
    pd.testing.assert_frame_equal(scores, again)
