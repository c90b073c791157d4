"""One regression of daily purchases, with errors that hold for days that resemble their neighbours."""

import numpy as np
import pandas as pd
from scipy import stats

from models.errors import FitRefusedError

VARIABLES = (
    "promotion",
    "incident",
    "spring_festival",
    "public_holiday",
    "weekend",
    "quarter_2",
    "quarter_3",
    "quarter_4",
    "years_elapsed",
    "discount_points_before",
    "log_marketing_spend_before",
    "complaints_per_100_orders_before",
    "satisfaction_before",
)
LEAST_DAYS, LEAST_PER_VARIABLE, MOST_MISSING = 180, 10, 0.2
LEAST_BUYING_DAYS = 60
# What came before a day is a mean of as many days: see features.ftr_purchase_drivers.
AVERAGED_DAYS = 28
LEVEL = 0.05


def explain(days: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Poisson regression of `outcome` a day on VARIABLES, customers so far as exposure; one row per variable.

    Log-linear and consistent whatever the distribution (Gourieroux, Monfort and Trognon 1984), zeros included (Santos
    Silva and Tenreyro 2006). A smooth trend stands beside the variables, since whatever drifts in two years would
    explain whatever else drifts; errors as in `covariance`. A variable that does not vary, or is not delivered, is left
    out, and so is an indicator without any purchase on its days or on all others: its coefficient has no finite
    estimate (Santos Silva and Tenreyro 2010). Columns: variable, coefficient, standard_error, interval_low,
    interval_high, p_value, standardised_effect (of one standard deviation), variance_inflation, row_count,
    explained_share (of the deviance).
    Raises FitRefusedError where there is too little to learn from.
    """
    import statsmodels.api as sm  # takes more than a second to import

    frame = days[days["customer_count"] > 0].sort_values("date_on")
    names = [name for name in VARIABLES if frame[name].isna().mean() <= MOST_MISSING]
    frame = frame.dropna(subset=names)
    names = [name for name in names if _is_estimable(frame[name].astype(float), frame[outcome].astype(float))]
    bought = int((frame[outcome].astype(float) > 0).sum())
    if len(frame) < max(LEAST_DAYS, LEAST_PER_VARIABLE * len(names)) or bought < LEAST_BUYING_DAYS or not names:
        raise FitRefusedError(
            f"{len(frame)} days, {bought} of them with purchases; {LEAST_DAYS} and {LEAST_BUYING_DAYS} are needed"
        )
    values = frame[names].astype(float)
    spread = values.std()
    # Scaled, so that the iteration is well conditioned; coefficients are put back to one unit below.
    design = sm.add_constant((values - values.mean()) / spread, has_constant="add")
    trend = _bends(frame["date_on"])
    exposure = frame["customer_count"].astype(float).to_numpy()
    target = frame[outcome].astype(float).clip(lower=0).to_numpy()
    regressors = np.column_stack([design, trend])
    fit = sm.GLM(target, regressors, family=sm.families.Poisson(), exposure=exposure).fit()
    errors, freedom = covariance(regressors, target, fit.mu)
    errors = np.sqrt(np.diag(errors))[1 : len(names) + 1]
    standardised = fit.params[1 : len(names) + 1]
    reach = stats.t.ppf(1 - LEVEL / 2, freedom) * errors
    inverse = np.linalg.pinv(np.corrcoef(values.to_numpy(), rowvar=False).reshape(len(names), -1))
    unit = spread.to_numpy()
    return pd.DataFrame(
        {
            "variable": names,
            "coefficient": standardised / unit,
            "standard_error": errors / unit,
            "interval_low": (standardised - reach) / unit,
            "interval_high": (standardised + reach) / unit,
            "p_value": 2 * stats.t.sf(np.abs(standardised) / errors, freedom),
            "standardised_effect": standardised,
            "variance_inflation": np.diag(inverse),
            "row_count": len(frame),
            "explained_share": 1 - fit.deviance / fit.null_deviance if fit.null_deviance > 0 else 0.0,
        }
    )


def covariance(regressors: np.ndarray, target: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, int]:
    """Covariance of the coefficients of a Poisson regression on days in their order, and its degrees of freedom.

    The sandwich with the equal-weighted cosine estimator in the middle (Lazarus, Lewis, Stock and Watson 2018, HAR
    Inference): B cosines, and Student's t with B degrees. Their rule B = 0.4 T^(2/3) is for errors that forget soon; a
    mean of AVERAGED_DAYS does not, so that no cosine may turn faster than there and back over so many days.
    """
    days = len(target)
    cosines = max(4, min(int(0.4 * days ** (2 / 3)), days // (2 * AVERAGED_DAYS)))
    scores = regressors * (target - expected)[:, None]
    turns = np.cos(np.pi * np.outer(np.arange(1, cosines + 1), np.arange(days) + 0.5) / days)
    projected = np.sqrt(2 / days) * turns @ scores
    bread = np.linalg.pinv((regressors * expected[:, None]).T @ regressors)
    return bread @ (projected.T @ projected / cosines * days) @ bread, cosines


def _bends(dates: pd.Series) -> np.ndarray:
    """How a trend may bend, (days, 3): two powers of time and a start-up, less what a line explains of them.

    So the years' own effect remains that of the line.
    """
    elapsed = (pd.to_datetime(dates) - pd.to_datetime(dates).min()).dt.days.to_numpy(dtype=float)
    share = elapsed / max(elapsed.max(), 1)
    bends = np.column_stack([share**2, share**3, np.log1p(elapsed)])
    line = np.column_stack([np.ones(len(share)), share])
    bends = bends - line @ np.linalg.lstsq(line, bends, rcond=None)[0]
    return bends / bends.std(axis=0)


def _is_estimable(values: pd.Series, purchases: pd.Series) -> bool:
    """Whether the variable varies, and an indicator has purchases on both of its sides."""
    different = values.nunique()
    return different > 2 or different == 2 and bool((purchases > 0).groupby(values).any().all())
