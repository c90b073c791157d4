"""One regression of daily purchases, with errors that hold for days that resemble their neighbours."""

import numpy as np
import pandas as pd

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
LAGS_DAYS = 14
LEVEL = 0.05


def explain(days: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Poisson regression of `outcome` a day on VARIABLES, customers so far as exposure; one row per variable.

    Log-linear and consistent whatever the distribution (Gourieroux, Monfort and Trognon 1984), zeros included (Santos
    Silva and Tenreyro 2006); errors after Newey and West (1987) over two weeks. A variable that does not vary, or is
    not delivered, is left out, and so is an indicator without any purchase on its days or on all others: its
    coefficient has no finite estimate (Santos Silva and Tenreyro 2010). Columns: variable, coefficient,
    standard_error, interval_low, interval_high, p_value, standardised_effect (of one standard deviation),
    variance_inflation, row_count, explained_share (of the deviance).
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
    exposure = frame["customer_count"].astype(float).to_numpy()
    target = frame[outcome].astype(float).clip(lower=0).to_numpy()
    fit = sm.GLM(target, design.to_numpy(), family=sm.families.Poisson(), exposure=exposure).fit(
        cov_type="HAC", cov_kwds={"maxlags": LAGS_DAYS}
    )
    inverse = np.linalg.pinv(np.corrcoef(values.to_numpy(), rowvar=False).reshape(len(names), -1))
    standardised, errors = fit.params[1:], fit.bse[1:]
    interval = fit.conf_int(LEVEL)[1:]
    unit = spread.to_numpy()
    return pd.DataFrame(
        {
            "variable": names,
            "coefficient": standardised / unit,
            "standard_error": errors / unit,
            "interval_low": interval[:, 0] / unit,
            "interval_high": interval[:, 1] / unit,
            "p_value": fit.pvalues[1:],
            "standardised_effect": standardised,
            "variance_inflation": np.diag(inverse),
            "row_count": len(frame),
            "explained_share": 1 - fit.deviance / fit.null_deviance if fit.null_deviance > 0 else 0.0,
        }
    )


def _is_estimable(values: pd.Series, purchases: pd.Series) -> bool:
    """Whether the variable varies, and an indicator has purchases on both of its sides."""
    different = values.nunique()
    return different > 2 or different == 2 and bool((purchases > 0).groupby(values).any().all())
