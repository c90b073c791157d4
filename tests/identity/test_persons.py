"""Which contacts of a company are one person."""

from datetime import date

import duckdb
import pytest

from dagster_project.identity.lake import partition
from dagster_project.identity.names import full_name
from dagster_project.identity.resolve import resolve_day
from dagster_project.settings import load_settings
from tests.support.tiny_lake import TinyLake

DAY = date(2025, 12, 31)
DESK, MOBILE, OTHER = "021-62345{:03}", "13912345{:03}", "13712345{:03}"  # of the company of a number
MAILBOX = "li.na@huatai{}.com"
# Contacts are (account, name, title, phone, email); the first account of a company was made twice.
CASES = {
    "same key and name": ([(1, "李娜", None, MOBILE, None), (1, "Li Na", None, MOBILE, None)], [[0, 1]]),
    "colleagues at a switchboard": ([(1, "李娜", None, DESK, None), (1, "王伟", None, DESK, None)], [[0], [1]]),
    "a chain": (
        [(1, "李娜", None, MOBILE, None), (1, "Li Na", None, MOBILE, MAILBOX), (1, "Na Li", None, None, MAILBOX)],
        [[0, 1, 2]],
    ),
    "no name joins one of two": (
        [(1, "李娜", None, DESK, None), (1, None, None, DESK, MAILBOX), (1, "王伟", None, None, MAILBOX)],
        [[0, 1], [2]],
    ),
    "name alone": ([(1, "李娜", "采购", None, None), (1, "李娜", "采购", MOBILE, None)], [[0], [1]]),
    "typed again": ([(1, "李娜", "采购", MOBILE, None), (2, "李 娜", "采购 ", None, MAILBOX)], [[0, 1]]),
    "another title": ([(1, "李娜", "采购", MOBILE, None), (2, "李娜", "财务", None, MAILBOX)], [[0], [1]]),
    "no title": ([(1, "李娜", None, MOBILE, None), (2, "李娜", None, None, MAILBOX)], [[0], [1]]),
    "another phone": ([(1, "李娜", "采购", MOBILE, None), (2, "李娜", "采购", OTHER, MAILBOX)], [[0], [1]]),
    "other characters": ([(1, "李娜", "采购", MOBILE, None), (2, "李那", "采购", None, MAILBOX)], [[0], [1]]),
    "surname alone": ([(1, "李女士", "采购", MOBILE, None), (2, "李女士", "采购", None, MAILBOX)], [[0], [1]]),
    "namesakes of one account": (
        [(1, "李娜", "采购", MOBILE, None), (1, "李娜", "采购", None, None), (2, "李娜", "采购", None, MAILBOX)],
        [[0], [1], [2]],
    ),
    "a crowd": ([(1, "李娜", "采购", MOBILE, None), (2, "李娜", "采购", None, MAILBOX)], [[0], [1]]),
}
CROWD = [
    (1, f"王{character}", "行政", None, None)
    for character in "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红娥玲"
]


@pytest.fixture(scope="module")
def persons(tmp_path_factory) -> dict[str, list[list[int]]]:
    """Groups of contacts 0, 1, ... of every case that are one person each."""
    lake = TinyLake(folder := tmp_path_factory.mktemp("persons"))
    accounts, contacts = [], []
    for number, (case, (people, _)) in enumerate(CASES.items()):
        company = {"name": "甲乙丙丁戊己庚辛壬癸子丑寅"[number] * 2 + "机械有限公司", "customer_type": "business"}
        company |= {"phone": f"0755-82345{number:03}", "email": f"info@huatai{number}.com"}
        accounts += [{"account_id": f"{number}-{which}", **company} for which in (1, 2)]
        for position, (which, name, title, *keys) in enumerate(people + (CROWD if case == "a crowd" else [])):
            phone, email = (key and key.format(number) for key in keys)
            told = {"name": name, "title": title, "phone": phone, "email": email}
            contacts.append({"contact_id": f"{case}/{position:02}", "account_id": f"{number}-{which}", **told})
    lake.deliver("crm.accounts", DAY, accounts)
    lake.deliver("crm.contacts", DAY, contacts)
    settings = load_settings(folder)
    assert resolve_day(settings, DAY).customer_count == len(CASES)
    found = duckdb.execute(f"""
        select split_part(record_id, '/', 1), list(split_part(record_id, '/', 2)::int order by record_id) as people
        from read_parquet('{partition(settings, "crosswalk", DAY)}')
        where record_entity = 'contacts' group by 1, person_id order by people""").fetchall()
    return {case: [people for name, people in found if name == case] for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_contacts_are_one_person_by_name_and_key_or_as_typed_again(persons, case):
    people, expected = CASES[case]
    assert [group for group in persons[case] if group[0] < len(people)] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("李娜女士", "李娜"),
        ("Dr. Li Na", "li na"),
        ("李女士", None),
        ("王总", None),
        ("欧阳先生", None),
        ("未知", None),
    ],
)
def test_a_full_name_is_a_surname_and_a_given_name(text, name):
    assert full_name(text) == name
