"""The engine on a real Spark: at every level of every comparison what DuckDB says. Needs the extra `spark` and Java."""

import os
import random
import shutil
from datetime import date

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from splink import DuckDBAPI

from benchmarks.identity_spark import load_nodes, play_night, weighed
from dagster_project.identity.linkage.configurations import customers, persons
from dagster_project.identity.linkage.parameters import load_parameters, parameters_of
from dagster_project.identity.resolve import resolve_day
from dagster_project.settings import load_settings
from tests.support.tiny_lake import TinyLake

pytest.importorskip("pyspark", reason="no Spark is installed here (pip install -c requirements.lock -e '.[spark]')")
pytestmark = pytest.mark.skipif(
    not (os.environ.get("JAVA_HOME") or shutil.which("java")),
    reason="no Java is installed here (apt-get install openjdk-17-jre-headless)",
)
DAY = date(2025, 12, 31)
COMPANIES = [  # name, city, tax number, number in the ERP, phone, e-mail
    ("上海华泰机械有限公司", "上海", "91110000036865017P", "K1", "15013790136", "info@huatai.com"),
    ("华泰机械（上海）有限公司", "上海", "911100000059010729", "K2", "19961091384", "sales@huatai.cn"),
    ("华泰机械有限公司", "北京", None, None, "15013790136", None),
    ("华泰机械进口贸易有限公司", "上海", None, None, "15013790136", None),  # 2 * 3 >= 0.6 * (3 + 7): just alike
    ("华泰酒店有限公司", "上海", None, None, "15013790136", None),
    ("远洋水产有限公司", "大连", None, None, None, "info@huatai.com"),
]
CONSUMERS = [  # name, city, phone, birth year, gender
    ("李娜", "上海", "13912345001", 1990, "f"),
    ("李娜", "上海", "13912345001", 1990, "f"),
    ("Li Na", "北京", "13912345001", 1991, "m"),
    ("王伟", "上海", "13912345001", None, None),
]
PERSON = {
    "first_name": "jérôme",
    "surname": "欧阳katzenelson",
    "birth_date": "1990-03-05",
    "national_id": "1101011990030",
    "postcode": "200００１",
    "place": "上海市浦东新区",
    "address": "南京东路一百号",
    "email": "jerome@x.cn",
}


def records(folder, connection):
    """Table `nodes`: what a night makes of the companies and consumers above."""
    lake = TinyLake(folder)
    business = ("name", "city", "tax_id", "erp_customer_id", "phone", "email")
    consumer = ("name", "city", "phone", "birth_year", "gender")
    accounts = [
        {"account_id": f"{kind}{number}", "customer_type": kind} | dict(zip(columns, row, strict=True))
        for kind, columns, rows in (("business", business, COMPANIES), ("consumer", consumer, CONSUMERS))
        for number, row in enumerate(rows)
    ]
    lake.deliver("crm.accounts", DAY, accounts)
    lake.deliver("erp.customers", DAY, [{"erp_customer_id": "K1", "tax_id": COMPANIES[0][2]}])
    settings = load_settings(folder)
    resolve_day(settings, DAY)
    load_nodes(connection, settings)
    return "nodes", customers(), load_parameters(customers())


def people(_folder, connection):
    """Table `people`: one person typed by many hands, in two scripts."""
    chance = random.Random(8)

    def typed(text):
        letters = list(text)
        for _ in range(chance.choice((0, 0, 1, 2, 4))):
            place = chance.randrange(len(letters))
            letters[place : place + 2] = chance.choice(
                ("", letters[place] * 2, letters[place : place + 2][::-1], "路é")
            )
        return "".join(letters) if chance.random() < 0.95 else None

    rows = []
    for number in range(60):
        row = {"unique_id": f"p{number:02}"} | {column: typed(text) for column, text in PERSON.items()}
        if number % 10 == 0:
            row |= {"first_name": row["surname"], "surname": row["first_name"]}
        rows.append(row)
    connection.register("typed", pa.Table.from_pylist(rows))
    connection.execute("create table people as from typed")
    connection.unregister("typed")
    settings = persons().settings.create_settings_dict("duckdb") | {"probability_two_random_records_match": 0.001}
    parameters = parameters_of(settings)
    for levels in parameters["comparisons"].values():
        for place, level in enumerate(levels.values(), start=1):
            level |= {"m_probability": 0.5**place, "u_probability": 0.01 * place}
    return "people", persons(), parameters


@pytest.mark.parametrize("told", [records, people])
def test_spark_weighs_every_pair_as_duckdb_does_and_every_level_is_seen(told, tmp_path):
    from dagster_project.identity.linkage.spark import local_backend

    connection = duckdb.connect()
    table, configuration, parameters = told(tmp_path, connection)
    tables = play_night(connection, table, configuration, new="unique_id not like '%1'")
    here = weighed(DuckDBAPI(connection), table, configuration, parameters)
    for name, levels in parameters["comparisons"].items():
        assert set(here[f"gamma_{name}"]) == set(range(-1, len(levels))), name
    with local_backend(connection, tables) as spark:
        there = weighed(spark, table, configuration, parameters)
    pd.testing.assert_frame_equal(here, there, check_exact=False, rtol=0, atol=1e-6, check_dtype=False)
