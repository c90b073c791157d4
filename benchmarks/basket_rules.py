"""Time the frequent sets and rules of a million generated baskets. Run by hand.

    .venv/bin/python benchmarks/basket_rules.py --baskets 1000000 --articles 2000

Basket sizes are geometric (mean 8, at most 60), articles as unequal as those of a shop; the cut-offs are the vars
of the mart. Prints wall and CPU seconds and the peak memory of the process.
"""

import argparse
import resource
import time

import duckdb

from dagster_project.warehouse.basket_rules import basket_rules

MEMORY_LIMIT = "3GB"  # as the nightly run has it by default


def generate(connection: duckdb.DuckDBPyConnection, *, baskets: int, articles: int) -> int:
    """Fill the table `baskets`; returns its row count."""
    connection.execute("set threads = 1")  # with more, random() deals the numbers out anew each time
    connection.execute("select setseed(0.3)")
    connection.execute(f"""
        create table baskets as
        with sizes as materialized (
            select number, least(1 + floor(-7 * ln(1 - random())), 60) as size from range({baskets}) as numbers (number)
        )
        select distinct
            'sku' as item_kind,
            'SO' || number as basket_id,
            'SKU' || cast(floor({articles} * power(random(), 2.2)) as integer) as item
        from sizes inner join range(60) as slots (slot) on slot < size
    """)
    connection.execute("reset threads")
    return connection.execute("select count(*) from baskets").fetchone()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--baskets", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=2_000)
    options = parser.parse_args()
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        lines = generate(connection, baskets=options.baskets, articles=options.articles)
        started, before = time.perf_counter(), time.process_time()
        cut_offs = {"min_support": 0.001, "min_baskets": 10, "min_confidence": 0.1, "max_set_size": 3}
        rules = basket_rules(connection, **cut_offs)
        wall, cpu = time.perf_counter() - started, time.process_time() - before
        by_size = "select set_size, count(*) from itemsets group by set_size order by set_size"
        sets = dict(connection.execute(by_size).fetchall())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"{options.baskets:,} baskets, {lines:,} items in them, frequent sets by size {sets}, {rules:,} rules")
    print(f"wall {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:.1f} GB with the generation")


if __name__ == "__main__":
    main()
