"""The narrow table that Great Expectations reads: key hashes, scores, and a flag per rule, no delivered value."""

from collections.abc import Mapping

from expectations.suite import MeanBetween, References, Rule, Share, Unique, Varies


def flag_column(position: int) -> str:
    """The column that says of every row whether it fulfils the rule at that position of its suite."""
    return f"rule_{position}_holds"


def key_column(position: int) -> str:
    """The column that holds the hashed key of the uniqueness rule at that position.

    64 bits: a million keys collide with a probability of 3e-8, and counting them takes a third of the time of strings.
    """
    return f"rule_{position}_key"


def related_view(table: str) -> str:
    """The name under which another table is visible to the rules."""
    return "related_" + table.replace(".", "_")


def evaluated(rules: tuple[Rule, ...], related: Mapping[str, str]) -> list[tuple[int, Rule]]:
    """The rules that can be evaluated, with their positions: a reference needs the table that it points to."""
    return [(n, rule) for n, rule in enumerate(rules) if not isinstance(rule, References) or rule.target in related]


def checked_table_sql(rules: list[tuple[int, Rule]], relation_sql: str) -> str:
    """SELECT that gives the narrow table. The relation is read once, however many rules look at it."""
    columns = {}
    for n, rule in rules:
        if isinstance(rule, Unique):
            columns[n] = f"hash({_quoted(rule.columns)}) as {key_column(n)}"
        if isinstance(rule, MeanBetween | Varies):
            columns[rule.column] = f'cast("{rule.column}" as double) as "{rule.column}"'
    flags = [f"cast(({condition}) as boolean) as {flag_column(n)}" for n, condition in _conditions(rules)]
    selected = ", ".join([*columns.values(), *flags]) or "true as is_there"  # a suite may ask for rows alone
    return f"with relation as materialized ({relation_sql}) select {selected} from relation"


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _conditions(rules: list[tuple[int, Rule]]) -> list[tuple[int, str]]:
    conditions = []
    for n, rule in rules:
        if isinstance(rule, Share):
            conditions.append((n, rule.holds))
        elif isinstance(rule, References):
            known = f'select "{rule.target_column}" from {related_view(rule.target)}'
            conditions.append((n, f'"{rule.column}" in ({known} where "{rule.target_column}" is not null)'))
    return conditions
