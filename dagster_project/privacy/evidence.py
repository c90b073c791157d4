"""The privacy of a build as evidence for its gate."""

from dagster_project.privacy.published_texts import published_personal_data
from dagster_project.settings import Settings
from dagster_project.warehouse.build_file import read_build
from dagster_project.warehouse.evidence import Evidence, record

PRIVACY_EVIDENCE = {("privacy", "published texts")}


def record_privacy(settings: Settings, build: str) -> None:
    """Look for personal data in everything that the build would publish; what is found closes its gate."""
    with read_build(settings) as connection:
        leaks = published_personal_data(connection, settings)
    detail = "; ".join(map(str, leaks))
    record(settings, build, [Evidence("privacy", "published texts", "critical", not leaks, detail)])
