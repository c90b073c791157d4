"""The columns of the CRM's account dump, as its template spells them."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.behaviour.accounts import Accounts
from dagster_project.demo.behaviour.population import Population
from dagster_project.demo.behaviour.records import Record
from dagster_project.demo.clock import MINUTES, NEVER, timestamps
from dagster_project.demo.parameters import DemoParameters
from dagster_project.demo.systems.account_parents import parent_accounts
from dagster_project.demo.systems.keys import account_numbers
from dagster_project.demo.systems.staff import owner_of
from dagster_project.demo.text import choose, join, number, stream, take
from dagster_project.demo.words.industries import ALL_SPELLINGS, FIRST_SPELLING, SPELLING_COUNT
from dagster_project.demo.words.places import CITY_OF_PLACE, DISTRICTS, PROVINCE_OF_PLACE, STREETS

SOURCES = ("search", "social", "exhibition", "cold_call", "partner", "walk_in", "referral")
LEVELS = ("普通", "银卡", "金卡", "白金")


def account_columns(
    people: Population,
    accounts: Accounts,
    records: tuple[Record, Record],
    parameters: DemoParameters,
    *,
    row: np.ndarray,
    stage: np.ndarray,
    since: np.ndarray,
    closed_day: np.ndarray,
    owner_count: int,
    seed: int,
    chunk: int,
) -> pa.Table:
    rng = stream(seed, chunk, "account rows")
    size = len(people)
    company, second, changed = people.is_business[row], stage == 2, stage == 1
    spelling = (
        np.array(FIRST_SPELLING)[people.industry]
        + rng.integers(1000, size=size) % np.array(SPELLING_COUNT)[people.industry]
    )
    no_industry = rng.random(size) < parameters.dirt.missing_industry
    employees = np.round(np.exp(rng.normal(4.0, 1.2, size))).astype(np.int64) + 3
    source = np.where(accounts.is_referred, 6, rng.choice(6, size, p=[0.3, 0.2, 0.1, 0.1, 0.15, 0.15]))
    district, street = rng.integers(len(DISTRICTS), size=size), rng.integers(len(STREETS), size=size)
    choice = {name: rng.integers(4, size=size) for name in ("income", "education", "occupation", "married")}
    no_owner, chinese_date = rng.random(size) < 0.04, rng.random(size) < parameters.dirt.second_date_format
    vague = stream(seed, chunk, "vague industries").random(size) < parameters.dirt.vague_industry
    parent = parent_accounts(people, accounts, parameters.subsidiary_share, seed=seed, chunk=chunk)
    consent, points = rng.random(size) < 0.72, rng.integers(0, 20_000, size=size)
    pick = pa.array(row)

    def private(values: pa.Array) -> pa.Array:
        return choose(company, None, values)

    def of_company(values: pa.Array) -> pa.Array:
        return choose(company, values, None)

    def spelled(field: str) -> pa.Array:
        one, two = (getattr(record, field).take(pick) for record in records)
        return choose(second, two, one)

    owner = owner_of(people.place, people.ids, owner_count, moved=0)[row]
    owner = np.where(changed, owner_of(people.place, people.ids, owner_count, moved=1)[row], owner)
    trade = take(ALL_SPELLINGS, spelling[row])
    registered = timestamps(since, 9)
    modified = np.where(changed, accounts.changed_day[row] * MINUTES + 700, since + 30)
    is_closed = closed_day < NEVER
    closed = np.where(is_closed, closed_day * MINUTES + 600, NEVER)
    modified = np.where(is_closed, np.maximum(modified, closed), modified)
    return pa.table(
        {
            "AccountNumber": choose(
                second, account_numbers(people.ids[row], second=True), account_numbers(people.ids[row])
            ),
            "AccountName": spelled("name"),
            "AccountType": take(["个人", "企业"], company.astype(np.int64)),
            "Industry": choose(company & ~no_industry[row], choose(vague[row], join(trade, "相关"), trade), None),
            "ParentNo": choose(parent[row] >= 0, account_numbers(people.ids[parent[row]]), None),
            "Employees": of_company(number(employees[row])),
            "AnnualRevenue": of_company(number(employees[row] * 400_000)),
            "TaxNo": spelled("tax_id"),
            "Phone": spelled("phone"),
            "Email": spelled("email"),
            "Country": take(["CN"], row * 0),
            "Province": take(PROVINCE_OF_PLACE, people.place[row]),
            "City": take(CITY_OF_PLACE, people.place[row]),
            "District": take(DISTRICTS, district[row]),
            "Street": join(take(STREETS, street[row]), number(1 + points[row] % 600), "号"),
            "OwnerNo": take([f"E{n:04d}" for n in range(owner_count)], np.where(no_owner[row], -1, owner)),
            "Source": take(SOURCES, source[row]),
            "Level": take(LEVELS, np.minimum(points[row] // 6_000, 3)),
            "Points": number(points[row] + changed * 500),
            "BirthYear": private(number(1955 + people.ids[row] * 7 % 52)),
            "Gender": private(take(["男", "女", ""], people.ids[row] * 11 % 23 % 3)),
            "Income": private(take(["<5k", "5-10k", "10-20k", ">20k"], choice["income"][row])),
            "Education": private(take(["高中", "大专", "本科", "硕士"], choice["education"][row])),
            "Occupation": private(take(["职员", "教师", "自由职业", "退休"], choice["occupation"][row])),
            "Married": private(take(["未婚", "已婚", "离异", ""], choice["married"][row])),
            "Consent": take(["否", "是"], consent[row].astype(np.int64)),
            "RegisteredAt": choose(chinese_date[row], _chinese_date(registered), pc.cast(registered, pa.string())),
            "ClosedAt": pc.cast(timestamps(closed, 27), pa.string()),
            "ModifiedAt": pc.cast(timestamps(modified, 41), pa.string()),
        }
    )


def _chinese_date(values: pa.Array) -> pa.Array:
    """2025年03月07日, as the older import template wrote it."""
    text = pc.cast(values, pa.string())
    year, month, day = (pc.utf8_slice_codeunits(text, *cut) for cut in ((0, 4), (5, 7), (8, 10)))
    return join(year, "年", month, "月", day, "日")
