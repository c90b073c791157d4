"""The industry taxonomy."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.industries",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.industries", "critical", "Without it no industry is known."),
        Share(
            "a division stands under its own section",
            "critical",
            "A division under another section is counted there.",
            column="section_code",
            holds="industry_code[1] = section_code",
        ),
    ),
)
