"""Season, calendar and trend of KPIs, and which periods lie outside of what they let expect."""

from models.trend.kpis import separate_kpis

__all__ = ["separate_kpis"]
