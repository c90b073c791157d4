"""Real public data to try Guanxi on."""

from dagster_project.examples.placing import ExampleError, localised, place
from dagster_project.examples.reconciling import Reconciliation, reconcile

__all__ = ["ExampleError", "Reconciliation", "localised", "place", "reconcile"]
