"""Imputation, transformation and scaling as one object, so that scoring cannot differ from training."""

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


def signed_log1p(values):
    """sign(v) log(1 + |v|): a logarithm that also takes zero and the negative amounts that refunds leave."""
    return np.sign(values) * np.log1p(np.abs(values))


def prepared(features: list[str], estimator, *, bounded: frozenset[str] = frozenset(), scale: bool = True) -> Pipeline:
    """Unfitted pipeline that ends in `estimator`; missing values are imputed by the median and marked by an indicator.

    `bounded` features are shares and scores; every other one counts, measures time or money and has a long tail, so it
    is put on a log scale. One that is null throughout (its source is not there) becomes a constant without weight.
    Trees need no `scale`.
    """
    if not scale:
        return Pipeline([("columns", _imputer()), ("model", estimator)])
    plain = [name for name in features if name in bounded]
    skewed = [name for name in features if name not in bounded]
    logarithm = FunctionTransformer(signed_log1p, feature_names_out="one-to-one")
    columns = ColumnTransformer(
        [
            ("skewed", Pipeline([("impute", _imputer()), ("log", logarithm)]), skewed),
            ("bounded", _imputer(), plain),
        ],
        verbose_feature_names_out=False,
    )
    return Pipeline([("columns", columns), ("scale", StandardScaler()), ("model", estimator)])


def _imputer() -> SimpleImputer:
    return SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)
