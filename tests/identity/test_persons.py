"""Which contacts of a company are one person."""

from datetime import date

import duckdb
import pytest

from dagster_project.identity.lake import partition
from dagster_project.identity.resolve import resolve_day
from dagster_project.settings import load_settings
from tests.support.tiny_lake import TinyLake

DAY = date(2025, 12, 31)
SWITCHBOARD, MOBILE, MAILBOX = "021-62345678", "13912345678", "li.na@huatai.com"


def persons(folder, *contacts):
    """Groups of contacts 0, 1, ... of one company that are one person each; a contact is (name, phone, email)."""
    lake = TinyLake(folder)
    lake.deliver("crm.accounts", DAY, [{"account_id": "A1", "name": "华泰机械有限公司", "customer_type": "business"}])
    lake.deliver("crm.contacts", DAY, [
        {"contact_id": str(number), "account_id": "A1", "name": name, "phone": phone, "email": email}
        for number, (name, phone, email) in enumerate(contacts)
    ])  # fmt: skip
    settings = load_settings(folder)
    resolve_day(settings, DAY)
    found = duckdb.execute(f"""
        select list(record_id::int order by record_id) from read_parquet('{partition(settings, "crosswalk", DAY)}')
        where record_entity = 'contacts' group by person_id order by person_id""").fetchall()
    return [group for (group,) in found]


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([("李娜", MOBILE, None), ("Li Na", "+86 139-1234-5678", None)], [[0, 1]]),
        ([("李娜", SWITCHBOARD, None), ("王伟", SWITCHBOARD, None)], [[0], [1]]),
        ([("李娜", MOBILE, None), ("Li Na", MOBILE, MAILBOX), ("Na Li", None, MAILBOX)], [[0, 1, 2]]),
        ([("李娜", SWITCHBOARD, None), (None, SWITCHBOARD, MAILBOX), ("王伟", None, MAILBOX)], [[0, 1], [2]]),
        ([("李娜", None, None), ("李娜", MOBILE, None)], [[0], [1]]),
    ],
    ids=["same key and name", "colleagues at a switchboard", "a chain", "no name joins one of two", "name alone"],
)
def test_contacts_are_one_person_by_name_and_key(tmp_path, contacts, expected):
    assert persons(tmp_path, *contacts) == expected
