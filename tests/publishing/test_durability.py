"""A power cut after a rename finds everything that the rename shows on disk."""

import os
from datetime import date
from pathlib import Path

import pytest
from support.publisher import build_day

from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate


@pytest.fixture
def happened(monkeypatch):
    """("sync", path) and ("rename", path of the target) in the order in which they happen."""
    events, sync, rename, replace = [], os.fsync, Path.rename, Path.replace

    def noted_sync(descriptor):
        events.append(("sync", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        sync(descriptor)

    def noting(original):
        def move(path, target):
            events.append(("rename", str(target)))
            return original(path, target)

        return move

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "rename", noting(rename))
    monkeypatch.setattr(Path, "replace", noting(replace))
    return events


def published_folder(settings):
    build_day(settings, 1)
    gate = Gate("20260101-abc", (Evidence("dbt_test", "orders", "critical", True),), ())
    return publish(settings, as_of=date(2026, 1, 1), gate=gate, descriptions={}).generation.folder


def test_files_are_synced_before_they_are_shown_and_the_renames_after(tmp_path, happened):
    settings = load_settings(tmp_path)
    folder = published_folder(settings)
    moved = happened.index(("rename", str(folder)))
    draft = folder.with_name(f".{folder.name}.draft")
    synced = {path for kind, path in happened[:moved] if kind == "sync"}
    written = [draft, *(draft / path.relative_to(folder) for path in folder.rglob("*"))]
    assert [path for path in written if str(path) not in synced] == []
    assert ("sync", str(folder.parent)) in happened[moved:]
    shown = happened.index(("rename", str(settings.serving / "current")))
    assert shown > moved
    assert ("sync", str(settings.serving)) in happened[shown:]


def test_the_published_file_has_no_log_beside_it(tmp_path):
    folder = published_folder(load_settings(tmp_path))
    assert sorted(path.name for path in folder.iterdir()) == ["guanxi.duckdb", "manifest.json", "parquet"]
