"""The privacy of what is about to be published, as evidence of its build."""

import duckdb

from dagster_project.privacy.published_texts import published_personal_data
from dagster_project.settings import Settings
from dagster_project.warehouse.evidence import Evidence, record

KIND, SUBJECT, ASSET = "privacy", "no published text shows personal data", "serving/guanxi"
NO_PERSONAL_DATA = Evidence(KIND, SUBJECT, "critical", True, asset=ASSET)


class PersonalDataShown(Exception):
    """The build would show personal data. The message names every column, never a value."""


def refuse_personal_data(connection: duckdb.DuckDBPyConnection, settings: Settings, build: str) -> None:
    """Search every text of the file that the connection writes, and record what was found. Raises PersonalDataShown."""
    leaks = published_personal_data(connection, settings)
    detail = "; ".join(map(str, leaks))
    record(settings, build, [Evidence(KIND, SUBJECT, "critical", not leaks, detail, ASSET)])
    if leaks:
        raise PersonalDataShown(
            f"build {build} is not published: {detail}. What is published stays as it is. docs/security.md says how a "
            "text gets there and how to mend it; then run the day again."
        )
