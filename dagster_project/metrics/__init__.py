"""The metric registry of the dbt project, as Python reads it."""

from .registry import Measure, Metric, RegistryError, load_registry

__all__ = ["Measure", "Metric", "RegistryError", "load_registry"]
