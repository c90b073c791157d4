"""CDNOW, the data of the published BG/NBD and Gamma-Gamma examples, read from the files of the package lifetimes."""

from importlib.metadata import distribution

import pandas as pd

CALIBRATION_ENDS = pd.Timestamp("1997-09-30")


def transactions() -> pd.DataFrame:
    """Purchases of the 2,357-customer sample, those of one day merged into one as in the papers."""
    path = distribution("lifetimes").locate_file("lifetimes/datasets/CDNOW_sample.txt")
    names = ["master_id", "customer_id", "bought_on", "quantity", "amount"]
    lines = pd.read_csv(path, sep=r"\s+", header=None, names=names, dtype={"bought_on": str})
    lines["bought_on"] = pd.to_datetime(lines["bought_on"], format="%Y%m%d")
    return lines.groupby(["customer_id", "bought_on"], as_index=False)["amount"].sum()


def calibration_period() -> pd.DataFrame:
    """Frequency, recency and age in weeks, and mean repeat amount of every customer at the end of week 39."""
    bought = transactions()
    bought = bought[bought["bought_on"] <= CALIBRATION_ENDS]
    first = bought.groupby("customer_id")["bought_on"].transform("min")
    repeats = bought.assign(repeat_amount=bought["amount"].where(bought["bought_on"] > first))
    customers = repeats.groupby("customer_id").agg(
        first_on=("bought_on", "min"),
        last_on=("bought_on", "max"),
        frequency=("repeat_amount", "count"),
        mean_repeat_amount=("repeat_amount", "mean"),
    )
    customers["recency"] = (customers["last_on"] - customers["first_on"]).dt.days / 7
    customers["age"] = (CALIBRATION_ENDS - customers["first_on"]).dt.days / 7
    return customers


def purchases_in_weeks_40_to_78() -> pd.Series:
    """Purchase days after week 39, by customer."""
    bought = transactions()
    return bought[bought["bought_on"] > CALIBRATION_ENDS].groupby("customer_id").size()
