"""Expectations on what others deliver and what models score. Knows SQL relations, nothing of the orchestrator.

Great Expectations is imported inside `validate`, because that takes 4 seconds.
"""

from expectations.catalogue import all_suites, suite_for
from expectations.suite import ExpectationResult, Suite
from expectations.validation import ValidationError, validate

__all__ = ["ExpectationResult", "Suite", "ValidationError", "all_suites", "suite_for", "validate"]
