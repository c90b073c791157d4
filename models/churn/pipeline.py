"""Imputation, transformation, scaling and regression as one object, so that scoring cannot differ from training."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

# Shares and scores that are bounded already; every other feature counts, measures time or money and has a long tail.
BOUNDED = frozenset({"refund_share", "discount_share", "mean_satisfaction_score", "is_business"})


def signed_log1p(values):
    """sign(v) log(1 + |v|): a logarithm that also takes zero and the negative amounts that refunds leave."""
    return np.sign(values) * np.log1p(np.abs(values))


def churn_pipeline(features: list[str], *, seed: int) -> Pipeline:
    """Unfitted logistic regression on `features`, missing values imputed by the median and marked by an indicator.

    A feature that is null throughout (its source is not there) becomes a constant and gets no weight.
    """
    bounded = [name for name in features if name in BOUNDED]
    skewed = [name for name in features if name not in BOUNDED]
    logarithm = FunctionTransformer(signed_log1p, feature_names_out="one-to-one")
    columns = ColumnTransformer(
        [
            ("skewed", Pipeline([("impute", _imputer()), ("log", logarithm)]), skewed),
            ("bounded", _imputer(), bounded),
        ],
        verbose_feature_names_out=False,
    )
    regression = LogisticRegression(class_weight="balanced", max_iter=1000, random_state=seed)
    return Pipeline([("columns", columns), ("scale", StandardScaler()), ("regression", regression)])


def _imputer() -> SimpleImputer:
    return SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
