"""F1 of the engine under its configuration for plain files of people. Run by hand:

    .venv/bin/python benchmarks/persons.py --file fake_1000.csv [--spark]

`fake_1000.csv` comes with Splink: unique_id, first_name, surname, dob, city, email, and `cluster`, who it truly is.
Prints precision, recall and F1 over pairs of records: of the pairs that weigh enough by themselves, and of the groups
that these tie together, which are what the engine says. Weight and parameters are those that every file gets.
"""

import argparse
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path

import duckdb
from splink import DuckDBAPI

from dagster_project.identity.linkage.configurations import persons
from dagster_project.identity.linkage.predicting import Pairs, link_table, same_person

WEIGHT = 2


def load(connection: duckdb.DuckDBPyConnection, file: Path) -> Pairs:
    """Table `people` in the columns of the configuration; returns the pairs that are truly one person."""
    connection.execute(
        """
        create table people as
        select unique_id, first_name, surname, dob as birth_date, null::varchar as national_id,
            null::varchar as postcode, city as place, null::varchar as address, email, "cluster" as person
        from read_csv(?, all_varchar = true)""",
        [str(file)],
    )
    groups = connection.execute("select list(unique_id order by unique_id) from people group by person").fetchall()
    return {pair for (group,) in groups for pair in combinations(group, 2)}


def _on_spark(connection: duckdb.DuckDBPyConnection):
    from dagster_project.identity.linkage.spark import local_backend

    return local_backend(connection, ["people"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--spark", action="store_true", help="On Spark instead of DuckDB; needs the extra `spark`.")
    arguments = parser.parse_args()
    connection = duckdb.connect()
    true = load(connection, arguments.file)
    with _on_spark(connection) if arguments.spark else nullcontext(DuckDBAPI(connection)) as backend:
        pairs = link_table(backend, "people", persons(), weight=WEIGHT)
    for name, found in (("pairs alone", pairs), ("groups", same_person(pairs))):
        both = len(found & true)
        print(
            f"{name:<12} precision {both / len(found):.4f}   recall {both / len(true):.4f}   "
            f"F1 {2 * both / (len(found) + len(true)):.4f}"
        )


if __name__ == "__main__":
    main()
