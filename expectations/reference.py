"""The rules of every suite as Markdown, for docs/expectations.md."""

from expectations.catalogue import all_suites
from expectations.suite import MeanBetween, References, Rule, Share, Suite


def reference() -> str:
    """One table per suite. `python -m expectations.reference` prints it."""
    return "\n".join(_section(suite) for suite in all_suites())


def _section(suite: Suite) -> str:
    rows = [f"| {rule.sentence} | {_threshold(rule)} | {rule.severity} | {rule.note} |" for rule in suite.rules]
    head = [f"### {suite.table}", "", f"Owner: {suite.owner}", "", "| expectation | holds for | severity | why |"]
    return "\n".join([*head, "|---|---|---|---|", *rows, ""])


def _threshold(rule: Rule) -> str:
    if isinstance(rule, Share | References):
        return "every row" if rule.at_least == 1 else f"at least {rule.at_least * 100:g} %"
    return "the mean" if isinstance(rule, MeanBetween) else "the table"


if __name__ == "__main__":
    print(reference())
