"""Maximum likelihood in log-parameter space, with a guard: an estimate is returned only if it is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from models.errors import FitRefusedError

# exp(+-LOG_BOUND) in scaled units. A parameter that reaches it has run away: the data do not identify it.
LOG_BOUND = 9.0
# Of the mean negative log-likelihood by log parameter. The search ends at 1e-6 where it can; printed digits need 1e-5.
GRADIENT_TOLERANCE = 1e-4

Objective = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True)
class Estimate:
    """Parameters on their own scale, and the mean negative log-likelihood there."""

    parameters: np.ndarray
    mean_negative_log_likelihood: float


def best_start(objective: Objective, starts: Sequence[Sequence[float]]) -> np.ndarray:
    """Log parameters where the best of several searches ends. The search from a start that goes wrong is left out.

    Raises FitRefusedError if none ends at a finite likelihood.
    """
    ends = [_search(objective, np.log(start)) for start in starts]
    finite = [end for end in ends if np.isfinite(end.fun)]
    if not finite:
        raise FitRefusedError("the likelihood is not finite from any start")
    return min(finite, key=lambda end: end.fun).x


def estimate(objective: Objective, start: np.ndarray, names: Sequence[str]) -> Estimate:
    """Search on from `start` and accept the end only if it is an inner, flat point.

    Raises FitRefusedError that names the parameter that ran away, or the slope that is left.
    """
    end = _search(objective, start)
    if not np.isfinite(end.fun):
        raise FitRefusedError("the likelihood is not finite at the end of the search")
    runaways = [name for name, value in zip(names, end.x, strict=True) if abs(value) >= LOG_BOUND]
    if runaways:
        raise FitRefusedError(f"parameter {', '.join(runaways)} ran to its bound: the data do not identify it")
    slope = float(np.abs(objective(end.x)[1]).max())
    if not slope <= GRADIENT_TOLERANCE:
        raise FitRefusedError(f"no convergence: slope {slope:.1e} is left after {end.nit} steps ({end.message})")
    return Estimate(np.exp(end.x), float(end.fun))


def covariance(objective: Objective, log_parameters: np.ndarray, customers: int) -> np.ndarray:
    """Covariance of the log parameters: the inverse of the observed information, from differences of the gradient.

    NaN where the information is singular.
    """
    steps = 1e-4 * np.eye(len(log_parameters))
    rows = [(objective(log_parameters + step)[1] - objective(log_parameters - step)[1]) / 2e-4 for step in steps]
    information = customers * (np.array(rows) + np.array(rows).T) / 2
    try:
        return np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return np.full_like(information, np.nan)


def _search(objective: Objective, start: np.ndarray):
    bounds = [(-LOG_BOUND, LOG_BOUND)] * len(start)
    return minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-12, "gtol": 1e-6})
