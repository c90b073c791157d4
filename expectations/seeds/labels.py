"""Display names in two languages."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.labels",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.labels", "critical", "Reports show codes instead of names."),
        Share(
            "a code has a name in both languages",
            "warning",
            "The report of one language shows a hole.",
            column="name_en",
            holds="name_en is not null and name_zh is not null",
        ),
    ),
)
