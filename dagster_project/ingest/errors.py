"""What can go wrong with a delivery."""

from ..contracts.located import ConfigurationError


class MappingError(ConfigurationError):
    """A mapping file is wrong; the text names file, line and remedy."""


class IngestError(Exception):
    """The ingest cannot go on at all, or counted rows wrongly. Nothing half-done is left behind."""


class DeliveryStopped(Exception):  # noqa: N818 - an outcome, not a fault
    """This delivery cannot be loaded for this entity; the text says why and what to do. Others go on."""
