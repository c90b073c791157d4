"""One pass over everything delivered, in order: what the ledger knows is skipped, the rest is loaded and committed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from ..settings import Settings
from .batch import BatchSpec
from .casts import Reading
from .commit import commit, temporary
from .lake import batch_file
from .landing import shown_name, signature
from .ledger import Ledger
from .load import Job, load_file
from .plan import Chain, Item, batch_id, position, waiting_id
from .result import LEFT, LOADED, STOPPED, DeliveryResult


@dataclass
class Walk:
    """One pass. `broken`: (address, logical name) of what is loaded anew whatever the ledger says of it."""

    settings: Settings
    ledger: Ledger
    loaded_at: datetime
    report: Callable[[DeliveryResult], None]
    broken: frozenset[tuple[str, str]] = frozenset()

    def run(self, items: Sequence[Item]) -> list[DeliveryResult]:
        """Brings the lake to what `items` and the kept deliveries say. Returns the deliveries that needed work."""
        known = self.ledger.deliveries()
        self._loaded = {_name(result): (result, print_) for result, print_ in known if result.status == LOADED}
        self._stopped = {_name(result): result for result, _ in known if result.status == STOPPED}
        named = {(item.address, name) for item in items for name in (item.file.logical_name, item.former_name)}
        # Deliveries whose file is gone stay in the lake; a snapshot among them cannot be derived again.
        self._kept = [result for name, (result, _) in self._loaded.items() if name not in named]
        self._chains: dict[str, Chain] = defaultdict(Chain)
        outcomes: list[DeliveryResult] = []
        steps = [(item.place, item) for item in items] + [(_place(result), result) for result in self._kept]
        for _, group in groupby(sorted(steps, key=lambda step: step[0]), key=lambda step: step[0]):
            here = [step for _, step in group]
            for result in here:
                if isinstance(result, DeliveryResult):
                    self._accept(result)
            outcomes += self._load([item for item in here if isinstance(item, Item)])
        return outcomes

    def _load(self, items: list[Item]) -> list[DeliveryResult]:
        jobs, outcomes = [], []
        for item in items:
            job = self._job(item)
            if job is None:
                continue
            if job.outcome.status == STOPPED:
                outcomes.append(self._settle(item, job.outcome))
            else:
                jobs.append((item, job))
        if not jobs:
            return outcomes
        file = items[0].file
        before = signature(file.path)
        results = load_file(self.settings, file, [job for _, job in jobs])
        if before is None or signature(file.path) != before:
            results = [
                replace(result, status=LEFT, message="left for the next run: it is being written") for result in results
            ]
        return outcomes + [self._settle(item, result) for (item, _), result in zip(jobs, results, strict=True)]

    def _job(self, item: Item) -> Job | None:
        """The work an item needs, or None where the ledger already knows its outcome."""
        chain, name = self._chains[item.address], (item.address, item.file.logical_name)
        number = batch_id(item, chain)
        loaded = self._former(item)[0]
        is_due = item.former_name is not None or name in self.broken
        if loaded is not None and loaded.batch_id == number and not is_due:
            self._accept(loaded)
            return None
        message = self._obstacle(item, chain)
        if message:
            number = waiting_id(number, message)
        stopped = self._stopped.get(name)
        if stopped is not None and stopped.batch_id == number:
            if loaded is not None:
                self._accept(loaded)
            return None
        entity, file = item.mapping.entity, item.file
        outcome = DeliveryResult(
            entity.system, entity.name, file.logical_name, item.sha256, file.business_date, file.mapping.mode, number,
            STOPPED if message else LOADED, message=message, loaded_at=self.loaded_at,
        )  # fmt: skip
        zone = self.settings.business_timezone
        reading = Reading(file.business_date, file.mapping.timezone, zone, file.mapping.date_formats)
        spec = BatchSpec(
            entity, number, file.logical_name, file.mapping.mode, reading, self.loaded_at,
            file.mapping.allow_mass_deletion,
        )  # fmt: skip
        return Job(item.mapping, spec, tuple(chain.files), outcome)

    def _obstacle(self, item: Item, chain: Chain) -> str:
        """Why an item must not be loaded whatever it holds; empty where nothing stands in its way."""
        if shown_name(item.file.path.name) != item.file.path.name:
            return f"the name {shown_name(item.file.path.name)} holds characters that no file name should. Rename it"
        twin = chain.snapshots.get(item.file.business_date) if item.file.mapping.mode == "snapshot" else None
        if twin:
            return (
                f"{twin} is already the snapshot of {item.address} for {item.file.business_date}. Remove one of the "
                "two files, or write 'mode: delta' in the mapping if each holds a part"
            )
        for kept in self._kept:
            if kept.mode == "snapshot" and kept.address == item.address and _place(kept) > item.place:
                return (
                    f"{item.file.logical_name} precedes the snapshot {kept.logical_name}, which must be read again but "
                    "is no longer in landing. Put that file back"
                )
        return ""

    def _settle(self, item: Item, result: DeliveryResult) -> DeliveryResult:
        """Makes an outcome durable: its files in place, those that it replaces gone, the ledger told."""
        former, former_print = self._former(item)
        add, remove, drop = [], [], []
        for root, rows in (
            (self.settings.lake, result.rows_loaded + result.rows_deleted),
            (self.settings.quarantine, result.rows_quarantined),
        ):
            if result.status == LOADED and rows:
                add.append(batch_file(root, result))
            else:
                temporary(batch_file(root, result)).unlink(missing_ok=True)
        # A snapshot that no longer fits what precedes it must not stay; one that was corrected badly must.
        same = former is not None and (former.sha256, former_print) == (item.sha256, item.fingerprint)
        outdated = former is not None and (result.status == LOADED or (result.status == STOPPED and same))
        if outdated:
            remove = [batch_file(root, former) for root in (self.settings.lake, self.settings.quarantine)]
            drop = [former]
        if result.status != LEFT:
            commit(self.settings, self.ledger, put=(result, item.fingerprint), drop=drop, add=add, remove=remove)
        self.report(result)
        if result.status == LOADED:
            self._accept(result)
        elif former is not None and not outdated:
            self._accept(former)
        return result

    def _former(self, item: Item) -> tuple[DeliveryResult | None, str]:
        """What the lake holds of an item, with its fingerprint."""
        return self._loaded.get((item.address, item.former_name or item.file.logical_name), (None, ""))

    def _accept(self, result: DeliveryResult) -> None:
        self._chains[result.address].append(result, batch_file(self.settings.lake, result))


def _name(result: DeliveryResult) -> tuple[str, str]:
    return result.address, result.logical_name


def _place(result: DeliveryResult) -> tuple:
    return position(result.business_date, result.mode, result.logical_name)
