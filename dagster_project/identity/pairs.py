"""Candidate pairs of records with their match weight. Only pairs of a new or changed record are kept."""

import duckdb
from splink import DuckDBAPI

from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.predicting import weigh_new
from dagster_project.identity.nodes import BLOCKS

LEAST_WEIGHT = -20  # pairs below are of no interest even to a reviewer, unless they share a key
GAMMAS = ("tax_id", "erp_number", "phones", "emails", "core", "person_name", "person_place", "birth_year", "gender")


def score_pairs(connection: duckdb.DuckDBPyConnection, configuration: Configuration, parameters: dict) -> None:
    """Table `new_pairs`, of `new_nodes` with each other and with the rest of `nodes`.

    id_l < id_r, match_weight, gamma_* per comparison, explanation.
    """
    _find_candidates(connection)
    _count_terms(connection, configuration.term_columns)
    found = weigh_new(DuckDBAPI(connection), "compared_nodes", configuration, parameters)
    connection.execute(f"""
        create or replace table new_pairs as
        select least(unique_id_l, unique_id_r) as id_l, greatest(unique_id_l, unique_id_r) as id_r,
            round(match_weight, 4) as match_weight, {", ".join(f"gamma_{name}" for name in GAMMAS)},
            {_explanation_sql(configuration.term_columns)} as explanation
        from {found.physical_name}
        where match_weight > {LEAST_WEIGHT} or gamma_tax_id = 1 or gamma_erp_number = 1 or gamma_phones = 1
            or gamma_emails = 1""")


def _find_candidates(connection: duckdb.DuckDBPyConnection) -> None:
    """Table `compared_nodes`: new nodes (`is_new`), and old ones that share a key or a block with a new one."""
    in_block = " union all ".join(f"select '{block}'::block_kind, block_{block} from new_nodes" for block in BLOCKS)
    connection.execute(f"""
        create or replace temp table near_nodes as
        with of_new (kind, value) as (
            select 'tax_id'::key_kind, tax_id from new_nodes
            union all select 'erp_customer_id'::key_kind, erp_number from new_nodes
            union all select 'phone'::key_kind, unnest(phones) from new_nodes
            union all select 'email'::key_kind, unnest(emails) from new_nodes
        ),
        blocks_of_new (kind, value) as ({in_block})

        select node_id as unique_id from keys semi join of_new on key_kind = kind and key_value = value
        where is_trusted or key_kind in ('tax_id', 'erp_customer_id')
        union
        select node_id from blocks semi join blocks_of_new on block = kind and block_value = value
        except
        from stale_nodes""")
    connection.execute("""
        create or replace table compared_nodes as
        with compared as (
            select *, true as is_new from new_nodes
            union all by name
            select *, false as is_new from nodes semi join near_nodes using (unique_id)
        )

        select * exclude (source_priority, first_seen_on, fingerprint) from compared""")


def _count_terms(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> None:
    """Tables `frequencies_<column>`. A name that was not counted is as frequent as one that was seen once."""
    for column in columns:
        connection.execute(f"""
            create or replace table frequencies_{column} as
            with rare as (select 1.0 / greatest(frequency, 1) as frequency from terms where column_name = 'records')

            select named.{column}, coalesce(terms.frequency, rare.frequency) as tf_{column}
            from (select distinct {column} from compared_nodes) as named
            cross join rare
            left join terms on terms.column_name = '{column}' and named.{column} = terms.term
            where named.{column} is not null""")


def _explanation_sql(term_columns: tuple[str, ...]) -> str:
    """Every comparison that spoke, with what it added to the weight in bits: 'phones +23.0, core -5.7'.

    The rarity of a name is part of what the name adds.
    """
    spoken = (
        f"case when gamma_{name} >= 0 then '{name} ' || "
        f"printf('%+.1f', mw_{name}{f' + mw_tf_adj_{name}' if name in term_columns else ''}) end"
        for name in GAMMAS
    )
    return f"concat_ws(', ', {', '.join(spoken)})"
