"""A home, a policy and a clock that the tests turn."""

import json
from datetime import UTC, date, datetime, timedelta

from dagster_project.incidents.finding import Finding
from dagster_project.incidents.observe import Sighting, observe
from dagster_project.incidents.policy import Policy, Route
from dagster_project.incidents.store import incident_store
from dagster_project.publishing.generations import point_readers_to

NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai, a Monday


def published(settings, *, hours_ago):
    """Something that readers see, published so long ago."""
    at = (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat()
    folder = settings.serving / "generations" / "20260105-abc"
    folder.mkdir(parents=True, exist_ok=True)
    manifest = {"build_id": folder.name, "as_of_date": "2026-01-05", "published_at": at, "inputs": [], "row_counts": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    point_readers_to(settings, folder.name)


def finding(check="order_id is unique", *, passed=False, severity="critical", owner="team:finance-systems", **more):
    return Finding("erp/orders", check, passed, severity, owner, **more)


class Watchtower:
    """Observes findings at hours after noon, and reads the queue."""

    def __init__(self, settings):
        self.settings = settings
        self.policy = Policy(channels={"data": ("json://x",), "chief": ("json://y",)}, routes=(Route(("data",)),))

    def at(self, hours, *findings, build=None, as_of=date(2026, 1, 5)):
        sighting = Sighting(NOON + timedelta(hours=hours), as_of, build or f"build at {hours}")
        changes = observe(
            self.settings, findings, sighting=sighting, policy=self.policy, cause_of=lambda a: f"{a}: new"
        )
        return [(change.kind, change.incident.check) for change in changes]

    def queue(self, columns="channel, title"):
        with incident_store(self.settings) as store:
            return store.execute(f"select {columns} from messages order by id").fetchall()
