"""Strangers who share a key or a name are not one customer, and one customer is not two for the way it is written."""

from datetime import date

import duckdb
import pytest

from dagster_project.identity.lake import partition
from dagster_project.identity.resolve import resolve
from dagster_project.settings import load_settings
from tests.support.tiny_lake import TinyLake

DAY = date(2025, 12, 31)
PHONE, MAIL, OTHER = "0571-88881111", "info@park.example", "0571-88882222"
SHANGHAI = {"name": "上海瑞禾机电设备有限公司", "city": "上海"}


def person(**told):
    return {"customer_type": "consumer"} | told


def company(name, **told):
    return {"customer_type": "business", "name": name} | told


APART = {
    "an agent's switchboard and mailbox": [
        company("杭州甲子文化传播有限公司", phone=PHONE, email=MAIL),
        company("杭州鲜果生鲜超市有限公司", phone=PHONE, email=MAIL),
    ],
    "names that share only the trade": [
        company("杭州金星软件有限公司", phone=PHONE, email=MAIL),
        company("杭州木辰软件有限公司", phone=PHONE, email=MAIL),
    ],
    "sister companies": [company("深圳恒大地产有限公司", phone=PHONE), company("深圳恒大汽车有限公司", phone=PHONE)],
    "a family": [
        person(name="张伟", phone=PHONE, birth_year="1960", gender="男"),
        person(name="李娜", phone=PHONE, birth_year="1990", gender="女"),
    ],
    "a mistyped credit code": [
        company("昆明花卉有限公司", tax_id="91350100M000100Y44"),
        company("哈尔滨冰雪旅游有限公司", tax_id="91350100M000100Y44"),
    ],
    "a placeholder for a tax number": [
        company("贵阳云岩酒业有限公司", tax_id="待补充12345"),
        company("拉萨青稞饮料有限公司", tax_id="12345"),
    ],
    "a shop and an institute": [
        company("成都阳光便利店", phone=PHONE, city="成都"),
        company("成都阳光研究院", phone=OTHER, city="成都"),
    ],
}
TOGETHER = {
    "a district of a municipality": [
        company(**SHANGHAI),
        {"erp_customer_id": "K1", "name": SHANGHAI["name"], "address": "上海市浦东新区世纪大道1号"},
    ],
    "a name and its registered form": [
        company("瑞禾机电设备", city="上海"),
        {"erp_customer_id": "K1", "name": SHANGHAI["name"], "address": "上海市浦东新区世纪大道1号"},
    ],
    "a valid credit code": [
        company("昆明花卉有限公司", tax_id="91350100M000100Y43"),
        company("云南昆明鲜花股份公司", tax_id="91350100M000100Y43"),
    ],
}


def customers(folder, records) -> int:
    lake = TinyLake(folder)
    accounts = [{"account_id": f"A{n}"} | told for n, told in enumerate(records) if "erp_customer_id" not in told]
    lake.deliver("crm.accounts", DAY, accounts)
    lake.deliver("erp.customers", DAY, [told for told in records if "erp_customer_id" in told])
    settings = load_settings(folder)
    resolve(settings, DAY)
    query = f"select count(distinct customer_id) from read_parquet('{partition(settings, 'crosswalk', DAY)}')"
    return duckdb.execute(query).fetchone()[0]


@pytest.mark.parametrize("case", APART)
def test_strangers_stay_strangers(case, tmp_path):
    assert customers(tmp_path, APART[case]) == 2


@pytest.mark.parametrize("case", TOGETHER)
def test_one_customer_is_one(case, tmp_path):
    assert customers(tmp_path, TOGETHER[case]) == 1
