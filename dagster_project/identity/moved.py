"""Whether a night may be believed: how many of the customers there were it would merge or split."""

from datetime import date

import duckdb

from dagster_project.identity.lake import days_before, partition
from dagster_project.identity.limits import Limits
from dagster_project.settings import Settings


class TooManyMoved(Exception):
    """A night would merge or split so many customers that an input is likelier wrong. The text names the remedy."""


def require_few_moved(connection: duckdb.DuckDBPyConnection, settings: Settings, as_of: date, limits: Limits) -> None:
    """Raise TooManyMoved if `events` moves too many customers of the cross-walk before; a first day moves nobody.

    Too many are more than the share `moved_share_limit`, and at least `moved_count_limit`.
    """
    merged, split, moved = connection.execute("""
        select count(distinct from_customer_id) filter (kind = 'merged'),
            count(distinct from_customer_id) filter (kind = 'split'), count(distinct from_customer_id)
        from events""").fetchone()
    if moved == 0 or moved < limits.moved_count_limit:
        return
    before = days_before(settings, as_of)[-1]
    walk = partition(settings, "crosswalk", before)
    (known,) = connection.execute(f"select count(distinct customer_id) from read_parquet('{walk}')").fetchone()
    if moved > limits.moved_share_limit * known:
        raise TooManyMoved(
            f"identity of {as_of}: {merged:,} customers would be merged into others and {split:,} split, of {known:,}"
            f" that were known on {before}; more than {limits.moved_share_limit:.0%} are not believed. {_REMEDY}"
        )


_REMEDY = (
    "No ID was changed. Usually a delivery has phones, e-mails or numbers in the wrong column: deliver it again,"
    " mended, and run the day again. If it is meant (a system was added, rules were changed): write 1 for"
    " identity_moved_share_limit in dbt/dbt_project.yml, run the day, put it back. Owner: team:data-engineering"
)
