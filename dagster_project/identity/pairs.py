"""Candidate pairs of records with their match weight. Only pairs of a new or changed record are kept."""

import duckdb
from splink import DuckDBAPI

from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.predicting import weigh_new

LEAST_WEIGHT = -20  # pairs below are of no interest even to a reviewer, unless they share a key
GAMMAS = ("tax_id", "erp_number", "phones", "emails", "core", "person_name", "person_place", "birth_year", "gender")


def score_pairs(connection: duckdb.DuckDBPyConnection, configuration: Configuration, parameters: dict) -> None:
    """Table `new_pairs`, of `new_nodes` with each other and with the nodes `around` them.

    id_l < id_r, match_weight, gamma_* per comparison, explanation. Table `compared_nodes`: those nodes, new or not.
    """
    connection.execute("""
        create or replace table compared_nodes as
        with compared as (
            select *, true as is_new from new_nodes
            union all by name
            select *, false as is_new from around anti join stale_nodes using (unique_id)
        )

        select * exclude (source_priority, first_seen_on, fingerprint) from compared""")
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
