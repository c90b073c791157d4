"""The engine on Spark: the same settings, and the same weights as on DuckDB. Needs the extra `spark` and Java 17."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
import sqlglot
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf
from splink.backends.spark import SparkAPI

# DuckDB compares bytes, Spark's and Splink's own functions compare characters and count half transpositions: in
# Chinese they disagree on most pairs. So Spark's workers ask DuckDB, a batch of rows at a time.
TWINS = {"jaro_winkler": ("jaro_winkler_similarity", "double"), "edit_distance": ("levenshtein", "bigint")}


class SparkBackend(SparkAPI):
    """Splink's backend on a Spark session whose workers have DuckDB and PyArrow, as this process has.

    On a cluster the session needs a checkpoint directory, into which Splink writes what it finds on the way.
    """

    def __init__(self, session: SparkSession) -> None:
        super().__init__(spark_session=session, register_udfs_automatically=False)
        for name, (function, kind) in TWINS.items():
            session.udf.register(name, arrow_udf(_asked_of_duckdb(function), kind))

    def _setup_for_execute_sql(self, sql: str, physical_name: str) -> str:
        """In sqlglot's own dialect: Splink derives one from it, which fails where sqlglot is compiled, as Dagster's is.

        Spark's own levenshtein cannot be replaced under its name.
        """
        statement = sqlglot.parse_one(sql, read="spark")
        for call in statement.find_all(sqlglot.exp.Levenshtein):
            call.replace(sqlglot.exp.func("edit_distance", call.this, call.expression))
        return statement.sql("spark")


@contextmanager
def local_backend(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> Iterator[SparkBackend]:
    """Spark within this process that knows tables of DuckDB by their names: loopback only, no web page.

    Scratch is in a folder of its own, which goes with it.
    """
    with tempfile.TemporaryDirectory(prefix="guanxi_spark_") as folder:
        options = {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": folder,
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": f"{folder}/warehouse",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }
        session = SparkSession.builder.master("local[*]").config(map=options).getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        session.sparkContext.setCheckpointDir(f"{folder}/checkpoints")
        session.sparkContext.pythonExec = sys.executable  # not whichever python3 comes first in the path
        try:
            for table in tables:
                connection.execute(f"copy {table} to '{folder}/{table}.parquet'")
                session.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)
            yield SparkBackend(session)
        finally:
            session.stop()


def _asked_of_duckdb(function: str) -> Callable[[pa.Array, pa.Array], pa.Array]:
    def compared(left: pa.Array, right: pa.Array) -> pa.Array:
        pairs = duckdb.from_arrow(pa.table([left, right], ["l", "r"]))
        return pairs.project(f"{function}(l, r)").to_arrow_table().column(0).combine_chunks()

    return compared
