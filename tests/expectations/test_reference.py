"""The page of expectations says what the suites say."""

from pathlib import Path

from expectations.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "expectations.md"


def test_the_page_lists_every_rule_as_it_is():
    assert reference().strip() in PAGE.read_text(encoding="utf-8")
