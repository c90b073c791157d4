"""What DuckDB says of a mapping's SQL, in as few words as name cause and remedy, and without delivered values."""

import re

# Said of the SQL itself: what they quote are names and types. Whatever else an engine says quotes delivered values.
OF_THE_SQL = ("Binder Error", "Catalog Error", "Parser Error")
NO_MATCH = re.compile(r"No function matches the given name and argument types '(?P<name>.+?)\((?P<types>.*)\)'")
OTHER_TYPES = re.compile(r"Cannot (?:mix values of type|compare values of type) .*?VARCHAR")
OVER_ALL_ROWS = 'column "_line" must appear in the GROUP BY clause'
UNFINISHED = re.compile(r'syntax error at (?:or near "(?:\)|from)"|end of input)')
QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
CAST = "Delivered columns are text: cast them, as in `Qty::decimal(18, 4)` or `Day::date`"
SPELT = {"VARCHAR": "text", "STRING_LITERAL": "text", "INTEGER_LITERAL": "a whole number"}


def cause(problem: str) -> str:
    """The cause in one line. What no engine said stays as it is."""
    kind, _, said = problem.partition(": ")
    if not kind.endswith("Error"):
        return problem
    said = said.partition("\n\nLINE")[0].partition("Candidate functions")[0] or problem
    said = " ".join(said.split())
    if not kind.endswith(OF_THE_SQL):
        return QUOTED.sub("***", f"{kind}: {said}".partition(" LINE ")[0])
    if found := NO_MATCH.search(said):
        types = [SPELT.get(kind, kind.lower()) for kind in found["types"].split(", ")]
        remedy = CAST if "text" in types else "Look up what it takes"
        return f"`{found['name']}` does not take ({', '.join(types)}). {remedy}"
    if OTHER_TYPES.search(said):
        return f"text cannot be compared with a number. {CAST}"
    if OVER_ALL_ROWS in said:
        return "an aggregate is no value of one row. A query can group rows, with min(_line) as _line"
    return said


def syntax(problem: str) -> str:
    """The cause of what the parser refuses in one expression or query."""
    if UNFINISHED.search(problem):
        return "it ends too early: a closing bracket, a quote or the `end` of a `case` is missing"
    return problem
