"""Expected purchases of the BG/NBD model, in a form that large frequencies cannot overflow."""

import numpy as np
from scipy.special import hyp2f1

# a = 1 and a + b + x = 1 are removable 0/0 points of eq. 10; at this distance the error of both sides is below 1e-6.
NUDGE = 1e-6


def purchases_if_alive(parameters: np.ndarray, horizon, frequency, age) -> np.ndarray:
    """Expected purchases in (T, T + horizon] of a customer alive at T: numerator of eq. 10, Fader, Hardie & Lee (2005).

    Euler's transformation 2F1(A, B; C; z) = (1 - z)^(C-A-B) 2F1(C-A, C-B; C; z) cancels every power of r + x:
    with z = t / (alpha + T + t) the product ((alpha + T) / (alpha + T + t))^(r+x) 2F1(r+x, b+x; a+b+x-1; z) becomes
    (1 - z)^(a-1) 2F1(a+b-1-r, a-1; a+b+x-1; z), which is finite for any x. Arguments broadcast against each other.
    """
    r, alpha, a, b = parameters
    if abs(a - 1) < NUDGE:
        a = 1 + NUDGE
    c = a + b + np.asarray(frequency, dtype=float) - 1
    c = np.where(np.abs(c) < NUDGE, NUDGE, c)
    z = horizon / (alpha + np.asarray(age, dtype=float) + horizon)
    survivors = (1 - z) ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, c, z)
    return np.maximum(c / (a - 1) * (1 - survivors), 0)
