"""Provinces and their macro-regions."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.regions",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.regions", "critical", "Without it no province is known."),
        Share(
            "a province has one of the six macro-regions",
            "warning",
            "A misspelt region is a region of its own.",
            column="macro_region",
            holds="macro_region in ('north', 'northeast', 'east', 'south', 'southwest', 'northwest')",
        ),
    ),
)
