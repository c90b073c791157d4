"""Lines that are not text of the declared encoding."""

from .mapping import DeliveryMapping
from .plain_text import REPLACEMENT
from .sql import literal


def is_damaged_sql(damaged: bool) -> str:
    return f"contains(line, {literal(REPLACEMENT)})" if damaged else "false"


def not_encoded(mapping: DeliveryMapping) -> str:
    return f"malformed line: not {mapping.encoding.removesuffix('-sig')} text"
