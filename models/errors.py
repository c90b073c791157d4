"""Named errors of the models, so that a caller can tell a refusal from a bug."""


class ModelError(Exception):
    """Base of every error that a model raises on purpose."""


class FitRefusedError(ModelError):
    """The data do not carry the model: too few rows, one class only, no convergence, parameters that run away."""


class LeakageError(ModelError):
    """Features know something that happened after their cut-off."""


class FeatureFrameError(ModelError):
    """The feature frame lacks a column or holds impossible values."""


class ArtifactError(ModelError):
    """A saved model is missing, damaged, or holds a type outside the allow-list."""
