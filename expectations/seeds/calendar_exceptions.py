"""Public holidays and make-up days."""

from expectations.suite import Share, Suite
from expectations.wording import not_empty

SUITE = Suite(
    table="seeds.calendar_exceptions",
    owner="team:data-engineering",
    rules=(
        not_empty("seeds.calendar_exceptions", "warning", "Without them holidays count as working days."),
        Share(
            "a day off has a name in both languages",
            "info",
            "Reports show it.",
            column="name_en",
            holds="name_en is not null and name_zh is not null",
        ),
        Share(
            "a year has at most 60 such days",
            "warning",
            "More are a slip of the calendar, and answer times are wrong.",
            column="calendar_on",
            holds="""
                (select count(*) from relation as other where year(other.calendar_on) = year(relation.calendar_on))
                <= 60""",
        ),
    ),
)
