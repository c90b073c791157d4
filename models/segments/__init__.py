"""Groups of customers who behave alike, what sets them apart, and whether they are any good (D11, D12)."""

from models.segments.model import BehaviourSegments
from models.segments.train import segment_tables, train_segments

__all__ = ["BehaviourSegments", "segment_tables", "train_segments"]
