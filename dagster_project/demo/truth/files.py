"""Files of the truth folder, written chunk by chunk."""

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dagster_project.demo.clock import EPOCH, HISTORY_DAYS, HORIZON_DAYS, LAST_HISTORY_DAY, day_date
from dagster_project.demo.company import Chunk, Company


class TruthFiles:
    """One Parquet file per truth table, open until `finish`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}

    def append(self, chunk: Chunk) -> int:
        """Adds a chunk; returns its orders known at the end of the history."""
        for name, table in chunk.truth.items():
            self._write(name, table)
        for planted in chunk.dirt:
            self._write("dirt", _dated(planted.table()))
        return pc.sum(pc.equal(chunk.truth["orders"]["business_date"], day_date(LAST_HISTORY_DAY))).as_py() or 0

    def finish(self, company: Company) -> None:
        """Closes the tables and writes every planted parameter."""
        for writer in self._writers.values():
            writer.close()
        stored = {
            "customers": company.customers,
            "seed": company.seed,
            "history": [EPOCH.isoformat(), day_date(LAST_HISTORY_DAY).isoformat()],
            "history_days": HISTORY_DAYS,
            "horizon_days": HORIZON_DAYS,
            "parameters": asdict(company.parameters),
        }
        text = json.dumps(stored, indent=1, ensure_ascii=False) + "\n"
        (self.folder / "parameters.json").write_text(text, encoding="utf-8")

    def _write(self, name: str, table: pa.Table) -> None:
        if name not in self._writers:
            self._writers[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema, compression="zstd")
        if table.num_rows:
            self._writers[name].write_table(table)


def _dated(table: pa.Table) -> pa.Table:
    """Business day numbers as dates, and the landing file each row is in."""
    epoch = (EPOCH - EPOCH.fromordinal(719163)).days  # 1970-01-01
    dates = pc.add(table["business_day"], epoch).cast(pa.int32()).cast(pa.date32())
    return table.drop_columns("business_day").append_column("business_date", dates)
