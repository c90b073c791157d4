"""Dagster definitions by stage. Asset keys are warehouse addresses: [schema, table]."""
