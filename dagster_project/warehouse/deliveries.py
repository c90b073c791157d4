"""Questions to the delivery table: what is there as of a day, what stopped, what does not balance."""

from datetime import date

import duckdb

from dagster_project.settings import Settings

MINIMUM = {
    "customers": ("crm.accounts", "erp.customers", "ecommerce.users"),
    "orders": ("erp.orders", "ecommerce.orders"),
}


def available_entities(settings: Settings, as_of: date) -> set[tuple[str, str]]:
    """(system, entity) pairs with at least one loaded delivery not later than `as_of`."""
    return set(_query(settings, "select distinct system, entity", "status = 'loaded'", as_of))


def stopped_deliveries(settings: Settings, as_of: date) -> list[str]:
    """What stopped each delivery that was not loaded at all: its file, the entity, and the message."""
    rows = _query(settings, "select logical_name, system, entity, message", "status = 'stopped'", as_of)
    return [f"{name} ({system}.{entity}) is stopped: {message}" for name, system, entity, message in rows]


def missing_minimum(settings: Settings, as_of: date) -> list[str]:
    """What the least that a build needs still lacks: some customers and some orders."""
    available = {f"{system}.{entity}" for system, entity in available_entities(settings, as_of)}
    return [
        f"no {what} are delivered: one of {', '.join(entities)} is needed"
        for what, entities in MINIMUM.items()
        if not available.intersection(entities)
    ]


def unbalanced_deliveries(settings: Settings, as_of: date) -> list[str]:
    """Deliveries whose rows in are not rows loaded, quarantined and duplicate. Always empty, or a row was lost."""
    balanced = "rows_in = rows_loaded + rows_quarantined + rows_duplicate"
    rows = _query(settings, "select logical_name, system, entity", f"status = 'loaded' and not ({balanced})", as_of)
    return [f"{name} ({system}.{entity})" for name, system, entity in rows]


def delivered_rows(settings: Settings, as_of: date) -> int:
    """Rows delivered up to `as_of`, over all deliveries and entities."""
    return _query(settings, "select coalesce(sum(rows_in), 0)::bigint", "true", as_of)[0][0]


def _query(settings: Settings, select: str, where: str, as_of: date) -> list[tuple]:
    path = settings.lake / "meta" / "deliveries.parquet"
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        return connection.execute(
            f"{select} from read_parquet(?) where {where} and business_date <= ?", [str(path), as_of]
        ).fetchall()
