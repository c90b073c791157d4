"""Basket rules of any table: the SQL of `mart_basket_rules`, for files that are not in the warehouse.

    .venv/bin/python -m dagster_project.warehouse.basket_rules groceries.csv --min-support 0.006 --min-confidence 0.25

reads one basket a line, items parted by commas, and prints the number of rules and those of the highest lift.
"""

import argparse
import time
from pathlib import Path

import duckdb
from jinja2 import Environment

from dagster_project.settings import PROJECT_ROOT

MACROS = PROJECT_ROOT / "dbt" / "macros" / "itemsets.sql"


def basket_rules(
    connection: duckdb.DuckDBPyConnection,
    *,
    min_support: float,
    min_confidence: float,
    min_baskets: int = 1,
    max_basket_items: int = 100,
    max_set_size: int = 10,
) -> int:
    """Find the rules with one consequent of the relation `baskets` (item_kind, basket_id, item), each row different.

    Returns their number and leaves them in the temporary table `rules`, columns as the macro `association_rules` has
    them with `antecedent` (list) and `consequent` as items, and the frequent sets in `itemsets`. Source: I2; Agrawal
    and Srikant (1994).
    """
    macros = Environment().from_string(MACROS.read_text(encoding="utf-8")).module
    sets = macros.frequent_itemsets("baskets", min_support, min_baskets, max_basket_items, max_set_size)
    connection.execute(f"create or replace temp table itemsets as {sets}")
    connection.execute(f"""
        create or replace temp table rules as
        with items as (select item_numbers[1] as number, item from itemsets where set_size = 1),
        found as ({macros.association_rules("itemsets", min_confidence)})
        select
            (select list(item order by item) from items where list_contains(antecedent_numbers, number)) as antecedent,
            items.item as consequent,
            found.* exclude (antecedent_numbers, consequent_number)
        from found inner join items on number = consequent_number
    """)
    return connection.execute("select count(*) from rules").fetchone()[0]


def load_baskets(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Fill the temporary table `baskets` from a file of one basket a line, items parted by commas."""
    connection.execute(
        """
        create or replace temp table baskets as
        with lines as (select row_number() over () as basket_id, line from read_csv(
            ?, columns = {'line': 'varchar'}, delim = '\x01', quote = '', header = false))
        select distinct 'item' as item_kind, basket_id, trim(item) as item
        from lines, unnest(string_split(line, ',')) as split (item)
        where trim(item) <> ''
        """,
        [str(path)],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--min-support", type=float, default=0.001)
    parser.add_argument("--min-confidence", type=float, default=0.5)
    options = parser.parse_args()
    with duckdb.connect() as connection:
        load_baskets(connection, options.path)
        started = time.perf_counter()
        count = basket_rules(connection, min_support=options.min_support, min_confidence=options.min_confidence)
        print(f"{count:,} rules in {time.perf_counter() - started:.1f} s")
        connection.sql("""
            select antecedent, consequent, basket_count, round(confidence_rate, 3) as confidence,
                round(rules.lift, 3) as lift
            from rules order by rules.lift desc, antecedent limit 10
        """).show()


if __name__ == "__main__":
    main()
