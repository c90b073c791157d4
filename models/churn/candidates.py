"""The estimators that compete, from the simplest to the most flexible: a later one has to earn its place."""

from collections.abc import Callable

from sklearn.base import ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier

from models.churn.pipeline import prepared
from models.churn.rules import RECENCY, RuleClassifier
from models.churn.survival import WeibullSurvival

LOGISTIC, SURVIVAL = "logistic", "survival"
# Shares and scores that are bounded already; every other feature counts, measures time or money and has a long tail.
BOUNDED = frozenset(
    {
        "refund_share",
        "discount_share",
        "last_discount_share",
        "discount_drop",
        "missed_discount_share",
        "mean_satisfaction_score",
        "mean_csat_score",
        "mean_nps_score",
        "is_business",
    }
)
# Trees of a forest see a sample each: a hundred thousand rows teach a tree of limited depth no more.
ROWS_PER_TREE = 20_000
# Strong, since several features tell of the same silence: their weights are shared out instead of played off.
LOGISTIC_C = 0.02


def candidate(name: str, features: list[str], *, rows: int, window_days: float, seed: int) -> ClassifierMixin:
    """An unfitted classifier; classes are weighted, never resampled. `rows` of training keep a tree's sample valid."""
    return _BUILDERS[name](features, rows, window_days, seed)


def _logistic(features, rows, window_days, seed):
    return prepared(
        features,
        LogisticRegression(C=LOGISTIC_C, class_weight="balanced", max_iter=1000, random_state=seed),
        bounded=BOUNDED,
    )


def _tree(features, rows, window_days, seed):
    leaf = max(20, rows // 200)
    return prepared(
        features,
        DecisionTreeClassifier(max_depth=6, min_samples_leaf=leaf, class_weight="balanced", random_state=seed),
        scale=False,
    )


def _forest(features, rows, window_days, seed):
    forest = RandomForestClassifier(
        n_estimators=50,
        min_samples_leaf=10,
        max_samples=min(1.0, ROWS_PER_TREE / rows),
        class_weight="balanced",
        random_state=seed,
    )
    return prepared(features, forest, scale=False)


def _boosting(features, rows, window_days, seed):
    boosting = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.06,
        max_depth=4,
        min_samples_leaf=40,
        l2_regularization=5.0,
        # Several features tell of the same silence: a split that sees only some of them does not lean on one alone.
        max_features=0.4,
        class_weight="balanced",
        early_stopping=False,
        random_state=seed,
    )
    return prepared(features, boosting, scale=False)


def _survival(features, rows, window_days, seed):
    return prepared(features, WeibullSurvival(window_days), bounded=BOUNDED)


def _rules(features, rows, window_days, seed):
    return RuleClassifier()


_BUILDERS: dict[str, Callable] = {
    LOGISTIC: _logistic,
    "decision_tree": _tree,
    "random_forest": _forest,
    "gradient_boosting": _boosting,
    SURVIVAL: _survival,
    "rules": _rules,
}
CANDIDATES = tuple(name for name in _BUILDERS if name != "rules")
NEEDS_RULES = RECENCY
