"""Which scored pairs join their records, by which rule, and which a person should look at."""

import logging
from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.identity.limits import Limits
from dagster_project.identity.links import COLUMNS, read_links
from dagster_project.identity.state import replace

# Strongest first. A rule's number orders the merging where guards must choose.
RULES = ("must_link", "tax_id", "erp_number", "phone_and_email", "email", "phone", "name")
log = logging.getLogger(__name__)


def load_links(connection: duckdb.DuckDBPyConnection, seed: Path) -> None:
    """Bring `links` to the reviewed seed: kind (must_link, cannot_link), left_record, right_record, ...

    Table `linked_records` (unique_id): records of a line that is there or was. A record that is not known (yet) is
    warned of. Raises ValueError, naming the line, for a line that cannot be meant as it stands.
    """
    links = read_links(seed)
    columns = {
        name: pa.array([getattr(link, name) or None for link in links.values()], pa.string()) for name in COLUMNS
    }
    connection.register("seeded", pa.table({"line": pa.array(links, pa.int64())} | columns))
    for line, record in connection.execute("""
        select line, record from (select line, unnest([left_record, right_record]) as record from seeded)
        anti join nodes on record = unique_id order by all""").fetchall():
        log.warning(
            "%s, line %s: no account, ERP customer or shop user %s is known (yet); until then the line does nothing",
            seed.name, line, record,
        )  # fmt: skip
    connection.execute("""
        create or replace temp table linked_records as
        select unnest([left_record, right_record]) as unique_id
        from (from links union all select * exclude (line) from seeded)""")
    replace(connection, "links", gone="true", rows="select * exclude (line) from seeded")


def judge_pairs(connection: duckdb.DuckDBPyConnection, limits: Limits) -> None:
    """Bring `judged` to the new pairs: which of them join, by which rule, and which a person should see.

    Table `newly_judged`: what is new in `judged`.
    """
    connection.execute("""
        delete from judged where id_l in (from stale_nodes) or id_r in (from stale_nodes) or rule = 'must_link'""")
    connection.execute("create or replace temp table newly_judged as from judged where false")
    connection.execute(f"""
        insert into newly_judged by name
        with described as (
            select pairs.*, l.tax_id as tax_l, r.tax_id as tax_r, l.known_kind as known_l, r.known_kind as known_r,
                l.kind = 'business' and r.kind = 'business' and l.unit <> r.unit as is_other_unit,
                l.known_kind <> r.known_kind as is_other_kind,
                l.core_script = r.core_script and gamma_core = 0
                or gamma_core = 1 and not (contains(l.brand, r.brand) or contains(r.brand, l.brand)) as is_other_name,
                gamma_person_name = 0 and l.record_system in ('crm', 'erp') and r.record_system in ('crm', 'erp')
                    as is_other_person
            from new_pairs as pairs
            inner join compared_nodes as l on pairs.id_l = l.unique_id
            inner join compared_nodes as r on pairs.id_r = r.unique_id
        ),
        ruled as (
            select *,
                case
                    when gamma_tax_id = 0 then 'tax numbers differ'
                    when is_other_kind then 'company and consumer'
                    when is_other_unit then 'branch and parent'
                    when gamma_tax_id = 1 or gamma_erp_number = 1 then null
                    when gamma_phones <> 1 and gamma_emails <> 1 then null
                    when is_other_name then 'one key, other company names'
                    when gamma_core = 1 and (gamma_phones <> 1 or gamma_emails <> 1)
                        then 'one key, company names alike in part'
                    when is_other_person then 'one key, another person'
                    when match_weight < 0 then 'one key, all else differs'
                end as objection,
                case
                    when gamma_tax_id = 1 then 'tax_id'
                    when gamma_erp_number = 1 then 'erp_number'
                    when gamma_phones = 1 and gamma_emails = 1 then 'phone_and_email'
                    when gamma_emails = 1 then 'email'
                    when gamma_phones = 1 then 'phone'
                    when match_weight >= {limits.accept_weight} then 'name'
                end as candidate
            from described
        )

        select id_l, id_r, case when objection is null then candidate end as rule, match_weight,
            case
                when candidate is not null then objection
                when objection is null then 'likely, not certain'
            end as review_reason,
            explanation
        from ruled
        where candidate is not null or objection is null and match_weight >= {limits.review_weight}""")
    connection.execute("""
        insert into newly_judged by name
        select least(left_record, right_record) as id_l, greatest(left_record, right_record) as id_r,
            'must_link' as rule, reason as explanation
        from links
        where kind = 'must_link' and left_record in (select unique_id from nodes)
            and right_record in (select unique_id from nodes)""")
    connection.execute("insert into judged from newly_judged")
