"""Masked keys of a few rows that break a rule: enough to find them, too little to name anybody."""

from collections.abc import Mapping

import duckdb

from expectations.checked_table import related_view
from expectations.suite import References, Rule, Share, Unique

SAMPLES = 5


def sample_keys(
    rule: Rule, relation_sql: str, *, key: tuple[str, ...], related: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Keys of rows of the relation that break a rule about rows, masked, in key order; of other rules none."""
    condition = _broken(rule)
    if condition is None:
        return ()
    keys = ", ".join(f'"{column}"' for column in key)
    with duckdb.connect() as connection:
        for name, sql in (related or {}).items():
            connection.execute(f"create view {related_view(name)} as {sql}")
        found = connection.execute(
            f"with relation as materialized ({relation_sql}) select distinct {keys} from relation where {condition} "
            f"order by all limit {SAMPLES}"
        ).fetchall()
    return tuple("/".join(mask_key(str(part)) for part in row) for row in found)


def mask_key(key: str) -> str:
    """`crm-A72948006` -> `cr*********06`; of a short key only the first character stays."""
    shown = 2 if len(key) > 6 else 0
    return key[: shown or 1] + "*" * max(len(key) - 2 * shown - (not shown), 1) + key[len(key) - shown :]


def _broken(rule: Rule) -> str | None:
    if isinstance(rule, Share):
        return f"not ({rule.holds})"
    if isinstance(rule, References):
        known = f'select "{rule.target_column}" from {related_view(rule.target)}'
        return f'"{rule.column}" not in ({known} where "{rule.target_column}" is not null)'
    if isinstance(rule, Unique):
        columns = ", ".join(f'"{column}"' for column in rule.columns)
        return f"({columns}) in (select ({columns}) from relation group by {columns} having count(*) > 1)"
    return None
