"""The likely cause of an incident: which deliveries differ from those of the build that readers see."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date

from dagster_project.ingest import active_inputs
from dagster_project.settings import Settings

NAMED = 4


def cause_finder(settings: Settings, as_of: date) -> Callable[[str], str]:
    """A function from an asset ("erp/orders") to the changed deliveries behind it, nearest first; "" for none."""
    changed = changed_deliveries(settings, as_of)

    def cause_of(asset: str) -> str:
        system, _, entity = asset.partition("/")
        near = [text for (s, e), text in changed if (s, e) == (system, entity)]
        near = near or [text for (s, _), text in changed if s == system]
        named = list(dict.fromkeys(near or [text for _, text in changed]))
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        return ", ".join(named[:NAMED]) + more

    return cause_of


def changed_deliveries(settings: Settings, as_of: date) -> list[tuple[tuple[str, str], str]]:
    """((system, entity), "file (new | corrected | gone)") of every delivery that the published build did not use."""
    manifest = settings.serving / "manifest.json"
    if not manifest.exists() or not settings.ledger.exists():
        return []
    before = {item["file"]: item["sha256"] for item in json.loads(manifest.read_text())["inputs"]}
    now = dict(active_inputs(settings, as_of))
    texts = {name: "new" if name not in before else "corrected" for name in now if before.get(name) != now[name]}
    texts |= dict.fromkeys(before.keys() - now.keys(), "gone")
    entities = _entities(settings)
    return [
        (address, f"{name} ({what})")
        for name, what in sorted(texts.items())
        for address in entities.get(name, [("", "")])
    ]


def _entities(settings: Settings) -> dict[str, list[tuple[str, str]]]:
    with closing(sqlite3.connect(f"file:{settings.ledger}?mode=ro", uri=True)) as ledger:
        rows = ledger.execute("select distinct logical_name, system, entity from deliveries").fetchall()
    entities: dict[str, list[tuple[str, str]]] = {}
    for name, system, entity in rows:
        entities.setdefault(name, []).append((system, entity))
    return entities
