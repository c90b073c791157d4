"""Two generations of the lifetime value model before the same hold-out (N24)."""

import pandas as pd

from models.clv.backtest import deviance
from models.clv.lifetime_value import prepared
from models.lifecycle import Duel
from models.training import TrainedModel


def duel_on_holdout(champion: TrainedModel, challenger: TrainedModel, backtest: pd.DataFrame) -> Duel | str:
    """Both as they stood when their own hold-outs began: neither has seen the challenger's, which is the newest.

    A learner stands for its own hold-out as it had learned from the one before. `backtest` is
    features.ftr_clv_backtest of the challenger's day. Returns why there is no duel where there is none.
    """
    judged = (challenger.metrics.get("judged") or {}).get("loss")
    if judged is None:
        return "nobody bought in the hold-out"
    comparison = champion.model.comparison_
    if comparison is None or not comparison.backtest_:
        return "the model in use was never judged on a hold-out"
    rows = prepared(backtest)
    foretold = comparison.foretold(rows)
    if foretold is None:
        return f"{comparison.chosen_} of the model in use cannot foretell the new hold-out"
    actual = rows["holdout_amount"].to_numpy(dtype=float)
    return Duel("deviance of amounts", champion=deviance(actual, foretold), challenger=judged)
