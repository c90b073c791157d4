"""Landed files -> items to plan with, hashed only where a file has changed since it was last hashed."""

from collections.abc import Collection

from ..settings import Settings
from .landing import LandedFile, companion_files, content_hash, is_young, shown_name, signature, wait_if_young
from .ledger import Ledger
from .plan import Item


def hashed(
    settings: Settings, ledger: Ledger, files: Collection[LandedFile]
) -> tuple[list[tuple[LandedFile, str]], list[LandedFile]]:
    """Files with their SHA-256, and the files that changed under the reader's eyes."""
    before = {file.path: signature(file.path) for file in files}
    hashes = {}
    for path, seen in before.items():
        name = shown_name(path.relative_to(settings.landing).as_posix())
        known = seen and ledger.known_hash(name, seen)
        if seen is not None and known is None:
            known = content_hash(path)
            # A young file may be rewritten within the resolution of its modification time: do not rely on that.
            if not is_young(seen):
                ledger.remember_hash(name, seen, known)
        hashes[path] = known
    wait_if_young(seen for seen in before.values() if seen)
    restless = {path for path, seen in before.items() if seen is None or signature(path) != seen}
    still = [(file, hashes[file.path]) for file in files if file.path not in restless]
    return still, [file for file in files if file.path in restless]


def items_of(
    settings: Settings, hashes: Collection[tuple[LandedFile, str]], systems: Collection[str] | None
) -> list[Item]:
    """One item per hashed file and entity of the chosen systems."""
    items = []
    for file, sha256 in hashes:
        companions = companion_files(settings.landing, file.mapping).values()
        companion_hashes = [content_hash(path) for path in companions if path.is_file()]
        for mapping in file.mapping.entities:
            if systems is not None and mapping.entity.system not in systems:
                continue
            fingerprint = ":".join([file.mapping.fingerprint(mapping), settings.business_timezone, *companion_hashes])
            items.append(Item(file, sha256, mapping, fingerprint))
    return items
