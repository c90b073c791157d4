"""Readers back on an earlier generation, by the same one rename that publishing uses."""

from datetime import datetime

from dagster_project.publishing.generations import Generation, current_generation, generations, point_readers_to
from dagster_project.settings import Settings
from dagster_project.warehouse.audit import record_action
from dagster_project.warehouse.build_ledger import build_ledger
from dagster_project.warehouse.lock import writer_lock


class RollbackError(Exception):
    """There is no such generation. The message lists those there are."""


def roll_back(settings: Settings, build_id: str | None = None) -> Generation:
    """Show readers the generation of `build_id` (or its beginning), else the one published before the current.

    What was newer is withdrawn: running its day again does not show it, only a build of other content or a roll-back
    to it does. Raises RollbackError, HomeLocked.
    """
    with writer_lock(settings):
        kept, current = generations(settings), current_generation(settings)
        target = _chosen(kept, current, build_id, settings)
        newer = [g.build_id for g in kept if _age(g) > _age(target)]
        with build_ledger(settings) as ledger:
            ledger.execute("delete from withdrawn_builds where build_id = ?", [target.build_id])
            ledger.executemany("insert or ignore into withdrawn_builds values (?)", [(build,) for build in newer])
        left = current.build_id if current else ""
        record_action(settings, "rolled_back", build=target.build_id, from_build=left)
        point_readers_to(settings, target.build_id)
    return target


def is_withdrawn(settings: Settings, build_id: str) -> bool:
    """Whether readers were taken off this build."""
    with build_ledger(settings) as ledger:
        return ledger.execute("select 1 from withdrawn_builds where build_id = ?", [build_id]).fetchone() is not None


def generation_named(settings: Settings, build_id: str) -> Generation:
    """The kept generation whose build id is, or begins with, this text. Raises RollbackError."""
    kept = generations(settings)
    found = [g for g in kept if g.build_id.startswith(build_id)]
    if len(found) != 1:
        known = ", ".join(g.build_id for g in kept) or "none"
        raise RollbackError(f"{build_id!r} names {len(found)} of the kept generations; there are: {known}")
    return found[0]


def _chosen(kept: list[Generation], current: Generation | None, build_id: str | None, settings: Settings) -> Generation:
    if build_id is not None:
        return generation_named(settings, build_id)
    earlier = [g for g in kept if current is not None and _age(g) < _age(current)]
    if not earlier:
        known = ", ".join(g.build_id for g in kept) or "none"
        raise RollbackError(f"no generation was published before the current one; there are: {known}")
    return earlier[0]


def _age(generation: Generation) -> tuple[datetime, str]:
    return datetime.fromisoformat(generation.published_at), generation.build_id
