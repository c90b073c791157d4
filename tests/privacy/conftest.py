"""A home in which several systems know one person, among others; and everything that is derived from it."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.landing_home import Home, another_home, home

from dagster_project.identity.lake import partition, prepare_identity_folders
from dagster_project.publishing.publish import publish
from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

__all__ = ["another_home", "home"]

DAY = date(2026, 1, 1)
MAPPING = """
deliveries:
  - {files: "accounts_{business_date}.csv", mode: snapshot, encoding: gb18030, entities: {crm.accounts: {}}}
  - {files: "contacts_{business_date}.csv", mode: snapshot, entities: {crm.contacts: {}}}
  - {files: "customers_{business_date}.csv", mode: delta, entities: {erp.customers: {}}}
  - files: "lines_{business_date}.csv"
    mode: delta
    entities:
      erp.orders:
        query: |
          select no as order_id, customer as erp_customer_id, min(day) as ordered_at, 'paid' as status,
              'CNY' as currency, sum(cast(price as integer)) as total_amount, min(_line) as _line
          from delivery group by no, customer
  - {files: "users_{business_date}.parquet", mode: delta, entities: {ecommerce.users: {}}}
  - {files: "tickets_{business_date}.jsonl", mode: delta, entities: {tickets.tickets: {}}}
"""
ACCOUNTS = """account_id,name,customer_type,phone,email,parent_account_id
A-100,王芳,consumer,138 1234 5678,Wang.Fang@example.com,
A-200,李娜,consumer,13700001111,li@example.com,
A-300,星河科技,business,021-5555 6666,info@xinghe.cn,A-100
"""
CONTACTS = """contact_id,account_id,name,phone,email
C-1,A-300,赵敏,13900002222,zhao@xinghe.cn
C-2,A-300,钱多,13900003333,qian@xinghe.cn
"""
CUSTOMERS = (
    'erp_customer_id,name,phone\nK-100,"王\n芳",+86 13812345678\nK-200,李娜,13700001111\n"K-900,broken 13812345678\n'
)
LINES = "no,customer,day,price\nO-1,K-100,2025-12-01,10\nO-1,K-100,2025-12-01,20\nO-2,K-200,2025-12-02,5\n"
REST = '"status": "open", "created_at": "2025-12-03"'
TICKETS = f"""{{"ticket_id": "T-1", "requester_phone": "13812345678", "kind": "question", {REST}}}
{{"ticket_id": "T-2", "order_id": "O-1", "kind": "complaint", {REST}}}
{{"ticket_id": "T-3", "requester_phone": "13700001111", "kind": "question", {REST}}}
{{"ticket_id": "T-4", "requester_phone": "13812345678", "kind": "wrong", {REST}}}
"""
CROSSWALK = """
    select system as record_system, entity as record_entity, id as record_id, customer as customer_id,
        date '2026-01-01' as issued_on, null::varchar as person_id, 'phone' as link_rule, null::double as match_weight
    from (values ('crm', 'accounts', 'A-100', 'crm-A-100'), ('erp', 'customers', 'K-100', 'crm-A-100'),
        ('ecommerce', 'users', 'U-100', 'crm-A-100'), ('crm', 'accounts', 'A-200', 'crm-A-200'),
        ('erp', 'customers', 'K-200', 'crm-A-200'), ('crm', 'accounts', 'A-300', 'crm-A-300'),
        ('crm', 'contacts', 'C-1', 'crm-A-300'), ('crm', 'contacts', 'C-2', 'crm-A-300'))
        as walk (system, entity, id, customer)"""
SCORES = "select unnest(['crm-A-100', 'crm-A-200']) as customer_id, 0.5 as churn_probability"
MARTS = """
    create schema marts;
    create table marts.dim_customers as
    select * from (values ('crm-A-100', null, '138****5678', null, null),
        ('crm-A-200', null, '137****1111', null, null), ('crm-A-300', 'crm-A-100', '****', '赵*', 'contacts C-1'))
        as shown (customer_id, parent_customer_id, phone, contact_name, contact_name_source);
    create table marts.customer_identifiers as
    select * from (values ('crm-A-300', 'crm', 'accounts', 'A-300', '****'),
        ('crm-A-300', 'crm', 'contacts', 'C-1', '赵*'),
        ('crm-A-300', 'crm', 'contacts', 'C-2', '钱*'), ('crm-A-200', 'erp', 'customers', 'C-1', '李*'))
        as shown (customer_id, record_system, record_entity, record_id, name);
    create table marts.fct_interactions as
    select * from (values ('I-1', 'crm-A-300', 'C-1'), ('I-2', 'crm-A-300', 'C-2'))
        as shown (interaction_id, customer_id, contact_id);
    create table marts.fct_orders as
    select * from (values ('O-1', 'crm-A-100', 'crm-A-100@2025'), ('O-2', 'crm-A-200', 'crm-A-200@2025'),
        ('O-3', null, 'unknown')) as shown (order_id, customer_id, customer_key);
    create table marts.dropped_orders as
    select * from (values ('O-1', 'A-200'), ('O-10', 'see erp-A-100X'), ('O-2', null), ('O-4', 'asked by crm-A-100'))
        as shown (kept_order_id, remark);
    create table marts.customer_timeline as
    select order_id, null::varchar as customer_id from (values ('O-1'), ('O-3')) as shown (order_id);
"""


@dataclass(frozen=True)
class Known:
    """The home, and how many rows about the person each entity had."""

    home: Home

    def table(self, sql: str) -> list[tuple]:
        """Rows of what is published now."""
        with duckdb.connect((self.home.settings.serving / "guanxi.duckdb").resolve(), read_only=True) as published:
            return published.execute(sql).fetchall()


@pytest.fixture(scope="session")
def published_once(tmp_path_factory) -> Path:
    """The folder of a home that has gone all the way; tests get copies of it, for they change it."""
    home = Home(Settings(home=tmp_path_factory.mktemp("known") / "home", memory_limit="500MB"))
    home.map(MAPPING)
    deliver(home, "2026-01-01")
    home.ingest()
    settings = home.settings
    prepare_identity_folders(settings)
    keys = "select 'phone' as key_kind, '13812345678' as key_value, 'crm-A-100' as customer_id"
    for table, query in (("crosswalk", CROSSWALK), ("keys", keys)):
        file = partition(settings, table, DAY)
        file.parent.mkdir(parents=True)
        duckdb.sql(query).write_parquet(str(file))
    scores = settings.lake / "scores" / "churn" / f"as_of_date={DAY}"
    scores.mkdir(parents=True)
    duckdb.sql(SCORES).write_parquet(str(scores / "scores.parquet"))
    settings.spill.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings.build_file) as build:
        build.execute(MARTS)
    gate = Gate("20260101-abc", (Evidence("dbt_test", "t", "critical", True),), ())
    descriptions = {"marts.dim_customers": {"": "One row per customer.", "phone": "Masked."}}
    publish(settings, as_of=DAY, gate=gate, descriptions=descriptions)
    return settings.home


@pytest.fixture
def known(home: Home, published_once: Path) -> Known:
    shutil.copytree(published_once, home.settings.home, symlinks=True)
    return Known(home)


def deliver(home: Home, day: str) -> None:
    """The same content of every system for a day."""
    home.deliver(f"accounts_{day}.csv", ACCOUNTS.encode("gb18030"))
    home.deliver(f"contacts_{day}.csv", CONTACTS)
    home.deliver(f"customers_{day}.csv", CUSTOMERS)
    home.deliver(f"lines_{day}.csv", LINES)
    home.deliver(f"tickets_{day}.jsonl", TICKETS)
    users = pa.table({"user_id": ["U-100", "U-200"], "email": ["wang.fang@example.com", "li@example.com"]})
    file = home.deliver(f"users_{day}.parquet", b"")
    pq.write_table(users, file)
