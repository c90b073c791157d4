"""Behaviour segments as the model writes them."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty, unique_key

SUITE = Suite(
    table="scores.segments",
    owner="team:data-science",
    rules=(
        not_empty("scores.segments", "info", "Few customers, or a single cloud of them, form no segments."),
        unique_key("customer_id"),
        Share(
            "a member has a segment and a probability",
            "critical",
            "Lists are cut by segment.",
            column="segment_code",
            holds="coalesce(segment_code is not null and membership_probability between 0 and 1.000001, false)",
        ),
        Share(
            "nobody is in a segment of a handful",
            "warning",
            "A splinter group is noise that will be gone tomorrow.",
            column="segment_code",
            holds="segment_code not in (select segment_code from relation group by segment_code"
            " having count(*) < 0.02 * (select count(*) from relation))",
        ),
        Share(
            "there is more than one segment",
            "warning",
            "One segment tells nobody apart.",
            column="segment_code",
            holds="(select count(*) from relation) <= 20 or (select count(distinct segment_code) from relation) > 1",
        ),
    ),
)
