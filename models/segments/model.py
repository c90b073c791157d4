"""k-means and Gaussian mixture; the number of groups by stability first, silhouette second."""

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.utils.validation import check_is_fitted

from models.segments.features import behaviour, scaled

UNAVAILABLE = "unavailable"


class BehaviourSegments(BaseEstimator):
    """Clusters of scaled behaviour.

    Every method and number of groups is fitted on a sample and again on halves of it; stability is the mean adjusted
    Rand index (Hubert and Arabie 1985) of those fits with the whole. Among the stable ones without a splinter group the
    best silhouette (Rousseeuw 1987) is chosen.

    Args:
        counts: numbers of groups to try. minimum_customers: below it there are no segments.
        minimum_stability, minimum_share: what a choice needs. repeats: fits on halves. sample: rows to choose on.
        seed: of every random draw.

    Learned: method_, reason_, centre_, spread_, estimator_, choices_ (every try), labels_stability_ (Jaccard by group).
    """

    def __init__(
        self,
        counts: tuple[int, ...] = (3, 4, 5, 6, 7),
        minimum_customers: int = 100,
        minimum_stability: float = 0.75,
        minimum_share: float = 0.05,
        repeats: int = 3,
        sample: int = 1000,
        seed: int = 0,
    ):
        self.counts = counts
        self.minimum_customers = minimum_customers
        self.minimum_stability = minimum_stability
        self.minimum_share = minimum_share
        self.repeats = repeats
        self.sample = sample
        self.seed = seed

    def fit(self, frame: pd.DataFrame) -> "BehaviourSegments":
        """Fit on features.ftr_segments, one row per customer."""
        values = behaviour(frame)
        self.method_, self.reason_, self.choices_, self.estimator_ = UNAVAILABLE, None, [], None
        if len(values) < self.minimum_customers:
            self.reason_ = f"{len(values)} customers, {self.minimum_customers} are needed to tell groups from chance"
            return self
        spread = values.std()
        spread = spread[spread > 0]
        if len(spread) < 2:
            self.reason_ = "fewer than two features differ between customers"
            return self
        self.features_, self.spread_ = [str(name) for name in spread.index], spread.to_numpy()
        self.centre_ = values[self.features_].mean().to_numpy()
        points = self._points(values)
        rng = np.random.default_rng(self.seed)
        chosen_rows = rng.permutation(len(points))[: self.sample]
        self._choose(points[chosen_rows], rng)
        return self

    def predict(self, frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Group number and membership probability of each customer, both of shape (n,).

        For k-means it is a soft assignment by distance, exp(-d^2 / 2) of each centre over their sum.
        """
        check_is_fitted(self, "method_")
        points = self._points(behaviour(frame))
        if isinstance(self.estimator_, GaussianMixture):
            probability = self.estimator_.predict_proba(points)
        else:
            distance = self.estimator_.transform(points) ** 2
            weight = np.exp(-(distance - distance.min(axis=1, keepdims=True)) / 2)
            probability = weight / weight.sum(axis=1, keepdims=True)
        return probability.argmax(axis=1), probability.max(axis=1)

    def _points(self, values: pd.DataFrame) -> np.ndarray:
        centre, spread = (pd.Series(part, index=self.features_) for part in (self.centre_, self.spread_))
        return scaled(values, centre, spread)

    def _choose(self, points: np.ndarray, rng: np.random.Generator) -> None:
        halves = [rng.permutation(len(points))[: len(points) // 2] for _ in range(self.repeats)]
        tried = []
        for method in ("k_means", "gaussian_mixture"):
            for count in (count for count in self.counts if count * 10 <= len(points)):
                model = self._estimator(method, count).fit(points)
                labels = model.predict(points)
                others = [self._estimator(method, count).fit(points[half]).predict(points) for half in halves]
                tried.append((self._judged(method, count, points, labels, others), model, labels, others))
        sound = [entry for entry in tried if self._is_sound(entry[0])]
        if not sound:
            self.choices_ = [entry[0] for entry in tried]
            self.reason_ = "no grouping is stable and free of splinter groups: these customers form no segments"
            return
        best, self.estimator_, labels, others = max(sound, key=lambda entry: entry[0]["silhouette"])
        best["is_chosen"] = True
        self.method_ = best["method"]
        self.choices_ = [entry[0] for entry in tried]
        self.jaccard_ = [_jaccard(labels == group, others) for group in range(best["segment_count"])]

    def _is_sound(self, choice: dict) -> bool:
        return choice["stability"] >= self.minimum_stability and choice["smallest_share"] >= self.minimum_share

    def _judged(self, method: str, count: int, points: np.ndarray, labels: np.ndarray, others: list) -> dict:
        sizes = np.bincount(labels, minlength=count)
        silhouette = (
            silhouette_score(points, labels, sample_size=1000, random_state=0) if (sizes > 0).sum() > 1 else -1.0
        )
        return {
            "method": method,
            "segment_count": count,
            "silhouette": round(float(silhouette), 4),
            "stability": round(float(np.mean([adjusted_rand_score(labels, other) for other in others])), 4),
            "smallest_share": round(float(sizes.min() / len(labels)), 4),
            "is_chosen": False,
        }

    def _estimator(self, method: str, count: int) -> KMeans | GaussianMixture:
        if method == "k_means":
            return KMeans(count, n_init=3, random_state=self.seed)
        return GaussianMixture(count, covariance_type="diag", reg_covar=1e-3, random_state=self.seed)


def _jaccard(members: np.ndarray, others: list[np.ndarray]) -> float:
    """How much of a group is found again by fits on halves: mean best Jaccard overlap (Hennig 2007)."""
    overlaps = [
        max((members & (other == group)).sum() / (members | (other == group)).sum() for group in np.unique(other))
        for other in others
    ]
    return float(np.mean(overlaps))
