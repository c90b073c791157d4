"""Where an RFM axis becomes high."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.rfm_thresholds",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.rfm_thresholds", "critical", "Without thresholds there are no segments."),
        Share(
            "a threshold is positive",
            "critical",
            "At nothing everybody is high.",
            column="recency_days",
            holds="coalesce(recency_days > 0 and frequency > 0 and monetary_amount > 0, false)",
        ),
    ),
)
