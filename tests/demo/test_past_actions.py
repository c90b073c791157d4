"""The trial of the past: arms are drawn as a randomised trial would have left them, and nothing else changes."""

import numpy as np
import pytest

from dagster_project.demo.behaviour.past_actions import _treated_shares

SHARE = 0.65


@pytest.mark.parametrize("lift", [0.2, 0.0, -0.1])
def test_arms_drawn_by_outcome_give_the_planted_lift_and_the_planted_share(lift):
    rng = np.random.default_rng(0)
    buys = rng.random(200_000) < 0.3
    treated = rng.random(len(buys)) < _treated_shares(buys, lift, SHARE)
    assert buys[treated].mean() - buys[~treated].mean() == pytest.approx(lift, abs=0.01)
    assert treated.mean() == pytest.approx(SHARE, abs=0.01)


@pytest.mark.parametrize("buys", [np.ones(5, bool), np.zeros(5, bool), np.zeros(0, bool)])
def test_without_both_outcomes_the_share_alone_decides(buys):
    assert _treated_shares(buys, 0.2, SHARE).tolist() == [SHARE] * len(buys)
