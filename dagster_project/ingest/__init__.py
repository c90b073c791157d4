"""landing -> lake: mapped files become typed or quarantined rows, all of them counted. No Dagster in here."""

from .errors import IngestError, MappingError
from .lake import entity_rows_sql
from .result import LEFT, LOADED, STOPPED, DeliveryResult
from .run import active_inputs, delivered_days, ingest, latest_business_date

__all__ = [
    "LEFT",
    "LOADED",
    "STOPPED",
    "DeliveryResult",
    "IngestError",
    "MappingError",
    "active_inputs",
    "delivered_days",
    "entity_rows_sql",
    "ingest",
    "latest_business_date",
]
