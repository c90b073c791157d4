"""Social channels as their platforms count them, day by day."""

import numpy as np
import pyarrow as pa

from dagster_project.demo.clock import TOTAL_DAYS
from dagster_project.demo.extract import Extract
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.text import iso_days, number, stream, take

CHANNELS = ("wechat", "weibo", "douyin")
FOLLOWERS_PER_CUSTOMER = (4.0, 1.5, 2.5)
VIEWS_PER_FOLLOWER = 0.2
LIKES, COMMENTS, SHARES = 0.75, 0.1, 0.15  # parts of the engagement
VISITS_PER_VIEW = 0.01


def social_extract(customers: int, parameters: DemoParameters, seed: int) -> Extract:
    """One row per day and channel; followers grow by the planted share a month."""
    rng = stream(seed, 0, "social")
    day, channel = np.divmod(np.arange(len(CHANNELS) * TOTAL_DAYS), len(CHANNELS))
    growth = (1 + parameters.social_follower_growth_per_month) ** (day / 30.4)
    followers = (customers * np.array(FOLLOWERS_PER_CUSTOMER)[channel] * growth).astype(np.int64)
    views = rng.poisson(followers * VIEWS_PER_FOLLOWER)
    engaged = {
        name: rng.binomial(views, parameters.social_engagement_share * part)
        for name, part in {"likes": LIKES, "comments": COMMENTS, "shares": SHARES}.items()
    }
    table = pa.table(
        {
            "day": iso_days(day),
            "platform": take(CHANNELS, channel),
            "followers": number(followers),
            "views": number(views),
            **{name: number(counts) for name, counts in engaged.items()},
            "visits": number(rng.binomial(views, VISITS_PER_VIEW)),
        }
    )
    return Extract("marketing", "social_days", table, day)
