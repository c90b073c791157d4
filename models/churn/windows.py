"""Which cut-offs train, calibrate and validate. Time runs one way: a label counts only once its window has closed."""

from dataclasses import dataclass

import pandas as pd

from models.errors import FitRefusedError


@dataclass(frozen=True)
class Fold:
    """One origin: what was known at the cut-off `validate` trains and calibrates, and is judged by what came after."""

    train: tuple[pd.Timestamp, ...]
    calibrate: tuple[pd.Timestamp, ...]
    validate: tuple[pd.Timestamp, ...]


@dataclass(frozen=True)
class Windows(Fold):
    """The newest fold, which gives the published metrics, and how the model in use is made.

    `refit_train` and `refit_calibrate` are the same recipe, moved up to the newest labels. `earlier` are the folds of
    earlier origins, newest first. `is_purged` is False if too few cut-offs exist to keep training labels and validation
    apart; then the metrics flatter.
    """

    refit_train: tuple[pd.Timestamp, ...]
    refit_calibrate: tuple[pd.Timestamp, ...]
    is_purged: bool
    earlier: tuple[Fold, ...] = ()

    @property
    def folds(self) -> tuple[Fold, ...]:
        return (Fold(self.train, self.calibrate, self.validate), *self.earlier)


def split_by_time(frame: pd.DataFrame) -> Windows:
    """Split the labelled cut-offs of a frame from `read_features`.

    The label window is taken from the data: from the newest labelled cut-off to the newest cut-off of all.
    Raises FitRefusedError if fewer than three cut-offs have labels.
    """
    labelled = sorted(frame.loc[frame["is_churned"].notna(), "cutoff_on"].unique())
    if len(labelled) < 3:
        raise FitRefusedError(f"{len(labelled)} cut-offs have complete labels, at least 3 are needed to split by time")
    *earlier, newest = labelled
    label_window = frame["cutoff_on"].max() - newest
    folds = [fold for origin in reversed(labelled) if (fold := _fold(labelled, origin, label_window))]
    is_purged = bool(folds) and folds[0].validate == (newest,)
    first = folds[0] if is_purged else Fold(tuple(earlier[:-1]), (earlier[-1],), (newest,))
    return Windows(
        first.train,
        first.calibrate,
        first.validate,
        refit_train=tuple(earlier),
        refit_calibrate=(newest,),
        is_purged=is_purged,
        earlier=tuple(folds[1:]) if is_purged else (),
    )


def _fold(labelled: list[pd.Timestamp], origin: pd.Timestamp, label_window: pd.Timedelta) -> Fold | None:
    known = [cutoff for cutoff in labelled if cutoff + label_window <= origin]
    return Fold(tuple(known[:-1]), (known[-1],), (origin,)) if len(known) >= 2 else None


def rows_at(frame: pd.DataFrame, cutoffs: tuple[pd.Timestamp, ...]) -> pd.DataFrame:
    """Labelled rows of those cut-offs."""
    return frame[frame["cutoff_on"].isin(cutoffs) & frame["is_churned"].notna()]
