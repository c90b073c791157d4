"""Published texts that a spreadsheet would compute: an apostrophe before them makes them texts again.

Whoever writes `=HYPERLINK(...)` into a company name would otherwise have it run on the machine of whoever opens an
export of a list (OWASP, "CSV Injection"). Plain numbers stay as they are, and so do keys: they join.
"""

import duckdb

from dagster_project.ingest.sql import literal, name
from dagster_project.privacy.published_texts import KEY_COLUMN

COMPUTED = r"^([=@\t\r]|[-+].*[^0-9., ])"


def safe_select(connection: duckdb.DuckDBPyConnection, database: str, schema: str, table: str) -> str:
    """SELECT of all columns of a table, in their order, harmless in a spreadsheet."""
    source = f"{database}.{schema}.{name(table)}"
    described = connection.execute(f"describe {source}").fetchall()
    texts = [name(row[0]) for row in described if row[1] == "VARCHAR" and not KEY_COLUMN.search(row[0])]
    safe = ", ".join(f"{_safe(text)} as {text}" for text in texts)
    return f"select *{f' replace ({safe})' if safe else ''} from {source}"


def _safe(text: str) -> str:
    """All those signs come before the letters: comparing is free, and a pattern is not, so that few texts meet it."""
    quoted = f"case when regexp_matches({text}, {literal(COMPUTED)}) then '''' || {text} else {text} end"
    return f"case when {text} < 'A' then {quoted} else {text} end"
