"""Files of the landing folder: appended chunk by chunk under a temporary name, renamed when whole."""

import io
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from dagster_project.demo.clock import day_date

HIDDEN = ".part"


@dataclass(frozen=True)
class Format:
    suffix: str
    encoding: str = "utf-8"
    delimiter: str = ","
    quoting: str = "needed"


# ERP and ticket exports never quote: their delimiter does not occur in the values.
FORMATS: dict[str, Format] = {
    "crm/accounts": Format("csv", "utf-8-sig"),
    "crm/contacts": Format("csv", "utf-8-sig"),
    "crm/interactions": Format("csv", "utf-8-sig"),
    "crm/opportunities": Format("csv", "utf-8-sig"),
    "crm/owners": Format("xlsx"),
    "erp/customers": Format("csv", "gb18030", ";", "none"),
    "erp/products": Format("csv", "utf-8", ";", "none"),
    "erp/orders": Format("csv", "utf-8", ";", "none"),
    "erp/order_lines": Format("csv", "utf-8", ";", "none"),
    "erp/refunds": Format("csv", "utf-8", ";", "none"),
    "tickets/tickets": Format("jsonl"),
    "tickets/ticket_events": Format("jsonl"),
    "tickets/survey_responses": Format("jsonl"),
    "tickets/survey_distributions": Format("jsonl"),
    "shop/users": Format("csv"),
    "shop/orders": Format("csv"),
    "shop/order_items": Format("csv"),
    "shop/reviews": Format("csv"),
    "shop/events": Format("parquet"),
    "marketing/campaigns": Format("csv"),
    "marketing/touches": Format("csv"),
    "marketing/spend": Format("csv"),
    "marketing/referrals": Format("csv"),
    "marketing/social_days": Format("csv"),
}


@dataclass
class Delivery:
    """Open files of one run. Use as a context: on success every file gets its name, on an error none does."""

    landing: Path
    _open: dict[Path, object] = field(default_factory=dict)

    def append(self, key: str, day: int, table: pa.Table) -> None:
        """Adds rows to the file of an entity and business day; the first call writes the header."""
        form = FORMATS[key]
        target = self.landing / key.split("/")[0] / f"{key.split('/')[1]}_{day_date(day).isoformat()}.{form.suffix}"
        is_new = target not in self._open
        part = target.with_name(HIDDEN + "." + target.name)
        if form.suffix == "parquet":
            self._append_parquet(target, part, table)
            return
        part.parent.mkdir(parents=True, exist_ok=True)
        self._open[target] = None
        with part.open("wb" if is_new else "ab") as file:
            file.write(_jsonl(table) if form.suffix == "jsonl" else _csv(table, form, header=is_new))

    def put(self, relative: str, content: bytes) -> None:
        """Writes a whole file."""
        target = self.landing / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.with_name(HIDDEN + "." + target.name).write_bytes(content)
        self._open[target] = None

    def _append_parquet(self, target: Path, part: Path, table: pa.Table) -> None:
        if target not in self._open:
            part.parent.mkdir(parents=True, exist_ok=True)
            self._open[target] = pq.ParquetWriter(part, table.schema, compression="zstd")
        if table.num_rows:
            self._open[target].write_table(table)

    def finish(self) -> list[Path]:
        """Closes and renames every file; returns them in the order they were begun."""
        for target, writer in self._open.items():
            if writer is not None:
                writer.close()
            target.with_name(HIDDEN + "." + target.name).replace(target)
        return list(self._open)

    def abandon(self) -> None:
        for target, writer in self._open.items():
            if writer is not None:
                writer.close()
            target.with_name(HIDDEN + "." + target.name).unlink(missing_ok=True)


def _csv(table: pa.Table, form: Format, *, header: bool) -> bytes:
    sink = io.BytesIO()
    options = pacsv.WriteOptions(
        include_header=header, delimiter=form.delimiter, quoting_style=form.quoting, batch_size=8192
    )
    pacsv.write_csv(table, sink, options)
    content = sink.getvalue()
    if form.encoding == "utf-8-sig":
        return b"\xef\xbb\xbf" + content if header else content
    return content if form.encoding == "utf-8" else content.decode("utf-8").encode(form.encoding)


def _jsonl(table: pa.Table) -> bytes:
    if not table.num_rows:
        return b""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("delivered", table)
        columns = ", ".join(f'"{name}" := "{name}"' for name in table.column_names)
        whole = connection.sql(f"select string_agg(to_json(struct_pack({columns})), chr(10)) from delivered").fetchone()
    return (whole[0] + "\n").encode("utf-8")
