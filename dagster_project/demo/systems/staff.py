"""Account managers by region and team, delivered as an Excel file."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.text import stream, take
from dagster_project.demo.words.names import person_names
from dagster_project.demo.words.places import REGION_OF_PLACE, REGIONS

TEAM_WORDS = ("华东", "华北", "华南", "西南", "西北", "东北")
CUSTOMERS_PER_OWNER = 400


def owners_per_region(customers: int) -> int:
    """Two at least, about one per 400 customers over all regions."""
    return max(2, round(customers / CUSTOMERS_PER_OWNER / len(REGIONS)))


def owner_of(place: np.ndarray, ids: np.ndarray, owner_count: int, *, moved: int) -> np.ndarray:
    """The owner of each customer, in the customer's region; `moved` > 0 gives the one who took over."""
    per_region = owner_count // len(REGIONS)
    return np.array(REGION_OF_PLACE)[place] * per_region + (ids + moved) % per_region


def owners_extract(seed: int, owner_count: int) -> pa.Table:
    """One row per account manager."""
    rng = stream(seed, 0, "owners")
    region = np.arange(owner_count) // (owner_count // len(REGIONS))
    half = np.arange(owner_count) % 2
    teams = [f"{word}{part}组" for word in TEAM_WORDS for part in ("一", "二")]
    return pa.table(
        {
            "工号": take([f"E{n:04d}" for n in range(owner_count)], np.arange(owner_count)),
            "姓名": person_names(rng, owner_count, np.zeros(owner_count, bool)),
            "团队": take(teams, region * 2 + half),
            "大区": take(REGIONS, region),
        }
    )
