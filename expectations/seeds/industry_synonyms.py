"""What people type for an industry."""

from expectations.suite import References, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.industry_synonyms",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.industry_synonyms", "warning", "Without it only exact names are mapped."),
        References(
            "the industry of a synonym is known",
            "critical",
            "What is typed would be mapped to nothing.",
            column="industry_code",
            target="seeds.industries",
            target_column="industry_code",
            at_least=1.0,
        ),
    ),
)
