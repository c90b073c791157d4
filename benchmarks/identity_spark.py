"""Whether Spark weighs a company's records as DuckDB does. Run by hand after a nightly run, with the extra `spark`:

    .venv/bin/python benchmarks/identity_spark.py --home data

Both weigh the records of the latest run by the settings and parameters of the night, and as a night does: changed
records with each other and with the rest. Every tenth record plays a changed one. Ends with 1 where they disagree.
"""

import argparse
import time
from pathlib import Path

import duckdb
import pandas as pd
from splink import DuckDBAPI

from dagster_project.identity.linkage.configurations import Configuration, customers
from dagster_project.identity.linkage.parameters import load_parameters
from dagster_project.identity.linkage.predicting import weigh_new
from dagster_project.identity.state import state_file
from dagster_project.settings import Settings, load_settings


def load_nodes(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Table `nodes` of the latest run. Raises duckdb.IOException, naming the file, where there was none."""
    quoted = str(state_file(settings)).replace("'", "''")
    connection.execute(f"attach '{quoted}' as state (read_only)")
    connection.execute("create table nodes as select * exclude (fingerprint) from state.nodes")
    connection.execute("detach state")


def play_night(
    connection: duckdb.DuckDBPyConnection, table: str, configuration: Configuration, *, new: str
) -> list[str]:
    """Names of the tables it creates: `compared_<table>`, new by a condition, and `frequencies_<column>`, of terms."""
    queries = {f"compared_{table}": f"select *, {new} as is_new from {table}"}
    for column in configuration.term_columns:
        queries[f"frequencies_{column}"] = f"""
            select {column}, count(*) / sum(count(*)) over () as tf_{column} from {table}
            where {column} is not null group by {column}"""
    for name, query in queries.items():
        connection.execute(f"create table {name} as {query}")
    return list(queries)


def weighed(backend, table: str, configuration: Configuration, parameters: dict) -> pd.DataFrame:
    """Match weight and level of every comparison by pair."""
    pairs = weigh_new(backend, f"compared_{table}", configuration, parameters).as_pandas_dataframe()
    ends = pairs[["unique_id_l", "unique_id_r"]].astype(str)
    pairs.index = pd.MultiIndex.from_arrays([ends.min(axis=1), ends.max(axis=1)])
    return pairs[["match_weight", *sorted(name for name in pairs if name.startswith("gamma_"))]].sort_index()


def main() -> None:
    from dagster_project.identity.linkage.spark import local_backend

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="Folder that holds everything. Default: $GUANXI_HOME, else data/.")
    settings = load_settings(parser.parse_args().home)
    connection, configuration = duckdb.connect(), customers()
    load_nodes(connection, settings)
    parameters = load_parameters(configuration, settings.artifacts)
    tables = play_night(connection, "nodes", configuration, new="hash(unique_id) % 10 = 0")
    results = []
    with local_backend(connection, tables) as spark:
        for name, backend in (("DuckDB", DuckDBAPI(connection)), ("Spark", spark)):
            start = time.perf_counter()
            results.append(weighed(backend, "nodes", configuration, parameters))
            print(f"{name:<8} {len(results[-1]):>9,} pairs   {time.perf_counter() - start:>7.1f} s")
    here, there = results
    if not here.index.equals(there.index):
        raise SystemExit(f"{len(here.index.symmetric_difference(there.index)):,} pairs are found by one of them only")
    difference = (here - there).abs().max()
    print(f"weights differ by {difference['match_weight']:.1e} at most, levels by {difference.iloc[1:].max():.0f}")
    raise SystemExit(int(difference.max() > 1e-6))


if __name__ == "__main__":
    main()
