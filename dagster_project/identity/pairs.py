"""Candidate pairs of records with their match weight. Only pairs of a new or changed record are compared."""

import logging
from pathlib import Path

import duckdb
from splink import DuckDBAPI, Linker

from dagster_project.identity.cache import code_version, write_parquet
from dagster_project.identity.linkage.configurations import Configuration
from dagster_project.identity.linkage.parameters import settings_with

LEAST_WEIGHT = -20  # pairs below are of no interest even to a reviewer, unless they share a key
TERMS = ("core", "person_name")
GAMMAS = ("tax_id", "erp_number", "phones", "emails", "core", "person_name", "person_place", "birth_year", "gender")


def score_pairs(
    connection: duckdb.DuckDBPyConnection,
    configuration: Configuration,
    parameters: dict,
    *,
    cache: Path,
    version: str,
) -> int:
    """Table `pairs`: id_l < id_r, match_weight, gamma_* per comparison, explanation. Returns how many nodes were new.

    `version` names everything but the records that decides a weight. Scores of two records that are unchanged since an
    earlier run of the same version are taken from `cache`.
    """
    _weigh_terms(connection)
    kept, seen = (cache / f"{name}-{code_version()}.parquet" for name in ("pairs", "compared"))
    _recall(connection, kept, seen, version)
    (new,) = connection.execute("select count(*) from compared where is_new").fetchone()
    if new:
        _compare(connection, configuration, parameters)
    else:
        connection.execute("create or replace table pairs as from recalled")
    if new or not kept.exists():
        # The records' own list comes last: without it the pairs are not believed.
        seen.unlink(missing_ok=True)
        write_parquet(connection, "select * from pairs", kept)
        write_parquet(connection, f"select unique_id, fingerprint, '{version}' as version from compared", seen)
    return new


def _weigh_terms(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables `frequencies_<column>`. A name that was not counted is as frequent as one that was seen once."""
    connection.execute("create or replace table compared as select *, true as is_new from nodes")
    for column in TERMS:
        connection.execute(f"""
            create or replace table frequencies_{column} as
            with rare as (select 1.0 / greatest(frequency, 1) as frequency from terms where column_name = 'records')

            select named.{column}, coalesce(terms.frequency, rare.frequency) as tf_{column}
            from (select distinct {column} from nodes where {column} is not null) as named
            cross join rare
            left join terms on terms.column_name = '{column}' and named.{column} = terms.term""")


def _recall(connection: duckdb.DuckDBPyConnection, kept: Path, seen: Path, version: str) -> None:
    if not (kept.exists() and seen.exists()):
        connection.execute("create or replace table recalled as select null as id_l where false")
        return
    connection.execute(
        """
        update compared set is_new = false
        from read_parquet(?) as before
        where compared.unique_id = before.unique_id and compared.fingerprint = before.fingerprint
            and before.version = ?""",
        [str(seen), version],
    )
    connection.execute(
        """
        create or replace table recalled as
        select before.* from read_parquet(?) as before
        semi join (select unique_id from compared where not is_new) as l on before.id_l = l.unique_id
        semi join (select unique_id from compared where not is_new) as r on before.id_r = r.unique_id""",
        [str(kept)],
    )


def _compare(connection: duckdb.DuckDBPyConnection, configuration: Configuration, parameters: dict) -> None:
    for name, condition in (("new_nodes", "is_new"), ("old_nodes", "not is_new")):
        connection.execute(
            f"create or replace table {name} as select * exclude (is_new) from compared where {condition}"
        )
    backend = DuckDBAPI(connection)
    new = backend.register("new_nodes", dataset_display_name="new_nodes")
    settings = settings_with(configuration, parameters, dialect="duckdb")
    settings |= {"retain_intermediate_calculation_columns": True, "retain_matching_columns": True}
    linker = Linker(new, settings, log_level=logging.ERROR)
    for column in TERMS:
        counted = backend.register(f"frequencies_{column}", dataset_display_name=f"frequencies_{column}")
        linker.table_management.register_term_frequency_lookup(counted, column)
    found = [linker.inference.predict_within(new, warning_mode="never")]
    if connection.execute("select count(*) from old_nodes").fetchone()[0]:
        old = backend.register("old_nodes", dataset_display_name="old_nodes")
        found.append(linker.inference.predict_between(new, old, warning_mode="never"))
    columns = ", ".join(f"gamma_{name}" for name in GAMMAS)
    scored = " union all ".join(
        f"""
        select least(unique_id_l, unique_id_r) as id_l, greatest(unique_id_l, unique_id_r) as id_r,
            round(match_weight, 4) as match_weight, {columns},
            {_explanation_sql()} as explanation
        from {frame.physical_name}
        where match_weight > {LEAST_WEIGHT} or gamma_tax_id = 1 or gamma_erp_number = 1 or gamma_phones = 1
            or gamma_emails = 1"""
        for frame in found
    )
    (has_recalled,) = connection.execute("select count(*) from recalled").fetchone()
    recalled = " union all select * from recalled" if has_recalled else ""
    connection.execute(f"create or replace table pairs as {scored}{recalled}")


def _explanation_sql() -> str:
    """Every comparison that spoke, with what it added to the weight in bits: 'phones +23.0, core -5.7'.

    The rarity of a name is part of what the name adds.
    """
    spoken = (
        f"case when gamma_{name} >= 0 then '{name} ' || "
        f"printf('%+.1f', mw_{name}{f' + mw_tf_adj_{name}' if name in TERMS else ''}) end"
        for name in GAMMAS
    )
    return f"concat_ws(', ', {', '.join(spoken)})"
