"""How well a cross-walk tells customers apart, against the planted truth of a generated company."""

from dataclasses import dataclass
from datetime import date

import duckdb

from dagster_project.identity.lake import partition
from dagster_project.ingest import entity_rows_sql
from dagster_project.settings import Settings


@dataclass(frozen=True)
class Agreement:
    """Pairs of records of one group: said to be one customer, truly one customer, both."""

    group: str
    said: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0


@dataclass(frozen=True)
class Attribution:
    """Tickets that carry an e-mail or a phone: how many, given to some customer, given to the true one."""

    with_contact: int
    given: int
    right: int


def agreement(settings: Settings, as_of: date) -> list[Agreement]:
    """Pairwise agreement of accounts, ERP customers and shop users: all, per customer type, and per language.

    A pair of two different true customers counts in the group of its older record's customer.
    """
    crosswalk, truth = partition(settings, "crosswalk", as_of), settings.truth
    with duckdb.connect() as connection:
        connection.execute(f"""
            create table matched as
            select walk.customer_id, records.true_customer_id, customer_type,
                case when regexp_matches(customers.name, '[一-鿿]') then 'chinese' else 'latin' end as language
            from read_parquet('{crosswalk}') as walk
            inner join read_parquet('{truth}/records.parquet') as records
                on walk.record_system = records.system and walk.record_entity = records.entity
                and walk.record_id = records.record_id
            inner join read_parquet('{truth}/customers.parquet') as customers using (true_customer_id)""")
        groups = [("all", "true")]
        groups += [(kind, f"customer_type = '{kind}'") for kind in ("business", "consumer")]
        groups += [(language, f"language = '{language}'") for language in ("chinese", "latin")]
        return [Agreement(name, *_pairs(connection, condition)) for name, condition in groups]


def _pairs(connection: duckdb.DuckDBPyConnection, condition: str) -> tuple[int, int, int]:
    counts = []
    for key in ("customer_id", "true_customer_id", "customer_id, true_customer_id"):
        counts.append(
            connection.execute(f"""
                select coalesce(sum(n * (n - 1) / 2), 0)::bigint
                from (select count(*) as n from matched where {condition} group by {key})""").fetchone()[0]
        )
    return tuple(counts)


def attribution(settings: Settings, as_of: date) -> Attribution:
    """Tickets by their requester alone. The true customer of an ID is the one whom most of its records belong to."""
    crosswalk, truth = partition(settings, "crosswalk", as_of), settings.truth
    with duckdb.connect() as connection:
        counts = connection.execute(f"""
            with walk as (
                from read_parquet('{crosswalk}')
            ),
            owners as (
                select customer_id, mode(true_customer_id) as true_customer_id
                from walk
                inner join read_parquet('{truth}/records.parquet') as records
                    on walk.record_system = records.system and walk.record_entity = records.entity
                    and walk.record_id = records.record_id
                group by customer_id
            )

            select count(*), count(walk.customer_id), count_if(owners.true_customer_id = true_tickets.true_customer_id)
            from ({entity_rows_sql(settings, "tickets", "tickets", as_of)}) as tickets
            inner join read_parquet('{truth}/tickets.parquet') as true_tickets using (ticket_id)
            left join walk on walk.record_entity = 'tickets' and walk.record_id = tickets.ticket_id
            left join owners using (customer_id)
            where coalesce(requester_email, requester_phone) is not null""").fetchone()
    return Attribution(*counts)


def stability(settings: Settings, before: date, after: date) -> tuple[int, int]:
    """Customers of exactly the same records on two days, and how many of them have the same ID."""
    with duckdb.connect() as connection:
        for name, day in (("before", before), ("after", after)):
            connection.execute(f"""
                create table {name} as
                select customer_id, list(record_system || '-' || record_id order by record_system, record_id) as records
                from read_parquet('{partition(settings, "crosswalk", day)}')
                where record_entity in ('accounts', 'customers', 'users')
                group by customer_id""")
        return connection.execute("""
            select count(*), count_if(before.customer_id = after.customer_id)
            from before inner join after using (records)""").fetchone()
