"""Every method of lifetime value on the same customers, judged on one hold-out, and one of them chosen (N13)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator

from models.clv.backtest import backtest_metrics
from models.clv.methods import BASELINES, PROBABILISTIC, FittedMethods
from models.clv.two_part import TwoPartValue
from models.errors import FitRefusedError

MACHINE = "machine"
METHODS = (*BASELINES, "historic", "discounted", "markov", PROBABILISTIC, "pareto_nbd", MACHINE)
# A challenger must order customers better by this much (normalised Gini), with a smaller error.
MIN_GAIN = 0.01
# Of a hold-out: customers whom one has hardly met tell a learner nothing of those one knows.
MIN_AGE = 0.5


class MethodComparison(BaseEstimator):
    """The methods besides the one in use, and how all of them did on the hold-out.

    Attributes: before_, the methods as they stood when the hold-out began, and machine_before_, the learner (None if
    the history does not reach so far back); now_ and machine_, as of today; backtest_, metrics by method; refused_,
    reasons by method; chosen_, reason_.
    """

    def fit(
        self,
        features: pd.DataFrame,
        backtest: pd.DataFrame,
        gaps: pd.DataFrame,
        backtest_before: pd.DataFrame | None = None,
    ) -> "MethodComparison":
        """Judge on `backtest` as it stood when the hold-out began, then fit on `features` as of today.

        The learner learns for it from the hold-out before that one, `backtest_before`. Without one it is judged on
        customers that it has not seen (folds), of a time that it has: that flatters it, and it cannot be duelled.
        """
        self.refused_: dict[str, str] = {}
        self.machine_before_ = _learned_before(backtest_before)
        is_past = gaps["is_backtest"].astype(bool)
        self.before_ = FittedMethods().fit(backtest, gaps[is_past], with_bg_nbd=True)
        self.backtest_ = self._judged(backtest)
        self.chosen_, self.reason_ = choice(self.backtest_)
        self.now_ = FittedMethods().fit(features, gaps[~is_past], with_bg_nbd=False)
        self.machine_ = self._machine(lambda: TwoPartValue().fit(backtest))
        return self

    def values(self, features: pd.DataFrame, horizon_days: int, annual_discount_rate: float) -> pd.DataFrame:
        """Value of each method but BG/NBD over the horizon, a column a method, NaN where it was refused."""
        columns = self.now_.values(features, horizon_days, annual_discount_rate)
        columns[MACHINE] = np.full(len(features), np.nan)
        if self.machine_ is not None and len(features):
            days = self.machine_.holdout_days_
            same = self.now_.values(features, days, 0.0)["markov"].sum()
            # The learner knows one length of time: what the Markov chain makes of the horizon scales it.
            scale = columns["markov"].sum() / same if same > 0 else horizon_days / days
            columns[MACHINE] = self.machine_.predict(features) * scale
        return pd.DataFrame(columns, index=features.index)

    def foretold(self, backtest: pd.DataFrame) -> np.ndarray | None:
        """What the chosen method, as it stood when its own hold-out began, expects of another, shape (n,).

        None if it cannot: a learner without a hold-out before its own has learned from what customers did in it, and a
        customer type may be new.
        """
        if self.chosen_ == MACHINE:
            return None if self.machine_before_ is None else self.machine_before_.predict(backtest)
        values = self.before_.values(backtest, int(backtest["holdout_days"].max()), 0.0).get(self.chosen_)
        return None if values is None or not np.isfinite(values).all() else values

    def _judged(self, backtest: pd.DataFrame) -> dict[str, dict[str, Any]]:
        if backtest.empty or not (backtest["holdout_amount"] > 0).any():
            return {}
        predicted = self.before_.values(backtest, int(backtest["holdout_days"].max()), 0.0)
        machine = self._machine(
            lambda: (
                self.machine_before_.predict(backtest)
                if self.machine_before_ is not None
                else TwoPartValue().predict_unseen(backtest)
            )
        )
        predicted |= {MACHINE: machine} if machine is not None else {}
        actual = backtest["holdout_amount"].to_numpy(dtype=float)
        return {
            method: backtest_metrics(actual, predicted[method])
            for method in METHODS
            if method in predicted and np.isfinite(predicted[method]).all()
        }

    def _machine(self, make: Callable):
        try:
            return make()
        except FitRefusedError as refusal:
            self.refused_[MACHINE] = str(refusal)
            return None


def _learned_before(backtest: pd.DataFrame | None) -> TwoPartValue | None:
    """The learner of an earlier hold-out; None where too few bought, or histories were too short to be like today's."""
    if backtest is None or backtest.empty or backtest["age_days"].mean() < MIN_AGE * backtest["holdout_days"].max():
        return None
    try:
        return TwoPartValue().fit(backtest)
    except FitRefusedError:
        return None


def choice(metrics: dict[str, dict[str, Any]]) -> tuple[str, str]:
    """BG/NBD, unless others ordered the hold-out's customers better with a smaller error: the smallest; and why."""
    own = metrics.get(PROBABILISTIC)
    if own is None:
        return PROBABILISTIC, "no hold-out in which anybody bought: the methods cannot be compared"
    better = {
        name: other
        for name, other in metrics.items()
        if other["normalised_gini"] is not None
        and other["normalised_gini"] >= (own["normalised_gini"] or 0) + MIN_GAIN
        and other["mae"] < own["mae"]
    }
    chosen = min(better, key=lambda name: better[name]["mae"], default=PROBABILISTIC)
    figures = metrics[chosen]
    gini = figures["normalised_gini"] or 0.0
    against = "no method did better by enough" if chosen == PROBABILISTIC else f"better than {PROBABILISTIC}"
    naive = ", a naive rule that no model beats here," if chosen in BASELINES else ""
    return chosen, (
        f"{chosen}{naive} on {figures['customers']} held-out customers: normalised Gini {gini:.3f}, "
        f"mean absolute error {figures['mae']:.2f}, {against}"
    )
