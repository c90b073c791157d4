"""Which cut-offs train, calibrate and validate. Time runs one way: a label counts only once its window has closed."""

from dataclasses import dataclass

import pandas as pd

from models.errors import FitRefusedError


@dataclass(frozen=True)
class Windows:
    """Cut-off dates by their use.

    `train`, `calibrate` and `validate` measure: every label of the first two was known at the validation cut-off.
    `refit_train` and `refit_calibrate` make the model in use: the same, moved up to the newest labels.
    `is_purged` is False if too few cut-offs exist to keep the windows apart; then the metrics flatter.
    """

    train: tuple[pd.Timestamp, ...]
    calibrate: tuple[pd.Timestamp, ...]
    validate: tuple[pd.Timestamp, ...]
    refit_train: tuple[pd.Timestamp, ...]
    refit_calibrate: tuple[pd.Timestamp, ...]
    is_purged: bool


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
    known = [cutoff for cutoff in earlier if cutoff + label_window <= newest]
    is_purged = len(known) >= 2
    *train, calibrate = known if is_purged else earlier
    return Windows(tuple(train), (calibrate,), (newest,), tuple(earlier), (newest,), is_purged)


def rows_at(frame: pd.DataFrame, cutoffs: tuple[pd.Timestamp, ...]) -> pd.DataFrame:
    """Labelled rows of those cut-offs."""
    return frame[frame["cutoff_on"].isin(cutoffs) & frame["is_churned"].notna()]
