"""The canonical shape of every extract: one YAML file a system, and the code that reads it."""

from .loader import ContractError, load_contracts
from .model import DUCKDB_TYPES, LINEAGE_TYPES, Column, Entity, System

__all__ = ["DUCKDB_TYPES", "LINEAGE_TYPES", "Column", "ContractError", "Entity", "System", "load_contracts"]
