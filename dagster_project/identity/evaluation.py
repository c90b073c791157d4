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
    """Records of one entity that say who they are: how many, given to some customer, to the true one.

    `strangers_given` is of records of people who are no customer, and were given to one.
    """

    entity: str
    known: int
    given: int
    right: int
    strangers_given: int

    @property
    def precision(self) -> float:
        said = self.given + self.strangers_given
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.known if self.known else 1.0


def agreement(settings: Settings, as_of: date) -> list[Agreement]:
    """Pairwise agreement of accounts, ERP customers and shop users: all, per customer type, and per language.

    A pair of two different true customers counts in the group of its older record's customer. Last the agreement of
    contacts on persons, `contacts`.
    """
    with duckdb.connect() as connection:
        connection.execute(f"create view walk as from read_parquet('{partition(settings, 'crosswalk', as_of)}')")
        connection.execute(f"""
            create table matched as
            select walk.customer_id, records.true_customer_id, customer_type,
                case when regexp_matches(customers.name, '[一-鿿]') then 'chinese' else 'latin' end as language
            from walk
            inner join read_parquet('{settings.truth}/records.parquet') as records
                on walk.record_system = records.system and walk.record_entity = records.entity
                and walk.record_id = records.record_id
            inner join read_parquet('{settings.truth}/customers.parquet') as customers using (true_customer_id)""")
        groups = [("all", "true")]
        groups += [(kind, f"customer_type = '{kind}'") for kind in ("business", "consumer")]
        groups += [(language, f"language = '{language}'") for language in ("chinese", "latin")]
        found = [Agreement(name, *_pairs(connection, condition)) for name, condition in groups]
        connection.execute(f"""
            create or replace table matched as
            select person_id as customer_id, true_person_id as true_customer_id
            from walk
            inner join read_parquet('{settings.truth}/contacts.parquet') on record_id = contact_id
            where record_entity = 'contacts'""")
        return [*found, Agreement("contacts", *_pairs(connection, "true"))]


def _pairs(connection: duckdb.DuckDBPyConnection, condition: str) -> tuple[int, int, int]:
    counts = []
    for key in ("customer_id", "true_customer_id", "customer_id, true_customer_id"):
        counts.append(
            connection.execute(f"""
                select coalesce(sum(n * (n - 1) / 2), 0)::bigint
                from (select count(*) as n from matched where {condition} group by {key})""").fetchone()[0]
        )
    return tuple(counts)


# Records that join a customer without forming one: what of the lake, and who it truly is; strangers are nobody's.
_ATTRIBUTED = {
    ("crm", "contacts"): ("contact_id", "true"),
    ("tickets", "tickets"): ("ticket_id", "coalesce(requester_email, requester_phone) is not null"),
    ("tickets", "survey_responses"): (
        "response_id",
        "coalesce(respondent_email, respondent_phone, customer_ref) is not null",
    ),
}


def attribution(settings: Settings, as_of: date) -> list[Attribution]:
    """Contacts, tickets and survey answers. The true customer of an ID is whom most of its records belong to.

    Tickets that the truth calls an unknown requester's belong to nobody: giving one to somebody is wrong.
    """
    crosswalk, truth = partition(settings, "crosswalk", as_of), settings.truth
    with duckdb.connect() as connection:
        connection.execute(f"create view walk as from read_parquet('{crosswalk}')")
        connection.execute(f"""
            create table owners as
            select customer_id, mode(true_customer_id) as owner
            from walk
            inner join read_parquet('{truth}/records.parquet') as records
                on walk.record_system = records.system and walk.record_entity = records.entity
                and walk.record_id = records.record_id
            group by customer_id""")
        return [
            Attribution(
                entity,
                *connection.execute(f"""
                    with strangers as (
                        select record_key from read_parquet('{truth}/dirt.parquet')
                        where dirt_class = 'unknown_requester' and entity = '{entity}'
                    )

                    select count(*) filter (not is_stranger), count(walk.customer_id) filter (not is_stranger),
                        count_if(not is_stranger and owner = true_customer_id),
                        count(walk.customer_id) filter (is_stranger)
                    from (
                        select *, {key} in (from strangers) as is_stranger
                        from ({entity_rows_sql(settings, system, entity, as_of)}) where {carries}
                    ) as delivered
                    inner join read_parquet('{truth}/{entity}.parquet') as truth using ({key})
                    left join walk on walk.record_entity = '{entity}' and walk.record_id = {key}
                    left join owners using (customer_id)""").fetchone(),
            )
            for (system, entity), (key, carries) in _ATTRIBUTED.items()
        ]


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
