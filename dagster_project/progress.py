"""Progress of a run on the terminal: one line a stage, with rows and seconds, out of Dagster's own events."""

import logging
from collections import defaultdict
from typing import Any

import dagster as dg
from rich.console import Console

ROWS = ("dagster/row_count", "rows loaded")
STAGES = {
    "lake_meta__deliveries": "deliveries",
    "dbt": "transform",
    "dbt_after_scores": "transform after scores",
    "gate__tables": "tables as a whole",
    "serving__guanxi": "publish",
}


class StageLines(logging.Handler):
    """Prints a line when a step begins and when it ends; failures with their first line."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.rows: dict[str, int] = defaultdict(int)
        self.tables: dict[str, int] = defaultdict(int)
        self.absent: dict[str, int] = defaultdict(int)
        self.checks: dict[str, list[bool]] = defaultdict(list)

    def emit(self, record: logging.LogRecord) -> None:
        meta: dict[str, Any] = getattr(record, "dagster_meta", {})
        event, step = meta.get("dagster_event"), meta.get("step_key")
        if event is None or step is None:
            return
        kind = event.event_type_value
        if kind == "ASSET_MATERIALIZATION":
            self._count_rows(step, event.event_specific_data.materialization.metadata)
        elif kind == "ASSET_CHECK_EVALUATION":
            self._note_check(step, event.event_specific_data)
        elif kind == "STEP_SUCCESS":
            self._print_stage(step, event.event_specific_data.duration_ms / 1000)
        elif kind == "STEP_FAILURE":
            self._print(f"failed  {STAGES.get(step, step)}: {_cause(event.event_specific_data.error)}", style="red")

    def _count_rows(self, step: str, metadata: dict[str, dg.MetadataValue]) -> None:
        self.tables[step] += 1
        self.rows[step] += sum(int(metadata[name].value) for name in ROWS if name in metadata)

    def _note_check(self, step: str, evaluation: Any) -> None:
        if "delivered" in evaluation.metadata:
            self.absent[step] += 1
            return
        self.checks[step].append(evaluation.passed)
        if not evaluation.passed:
            table = "/".join(evaluation.asset_key.path)
            text = evaluation.description or evaluation.check_name
            is_critical = evaluation.severity == dg.AssetCheckSeverity.ERROR
            said = f"check failed  {'critical' if is_critical else 'warning'}  {table} {evaluation.check_name}: {text}"
            self._print(said, style="red" if is_critical else "yellow")

    def _print_stage(self, step: str, seconds: float) -> None:
        tables, rows, checks = self.tables.pop(step, 0), self.rows.pop(step, 0), self.checks.pop(step, [])
        parts = [f"{tables:>3} {'tables' if tables > 1 else 'table '} {rows:>12,} rows" if tables else " " * 28]
        parts += [f"{sum(checks)} of {len(checks)} checks passed"] if checks else []
        absent = self.absent.pop(step, 0)
        parts += [f"{absent} not delivered"] if absent else []
        self._print(f"{seconds:7.1f} s  {STAGES.get(step, step):<24} {'   '.join(parts)}")

    def _print(self, line: str, style: str | None = None) -> None:
        self.console.print(line, style=style, highlight=False, markup=False, soft_wrap=True)


def _cause(error: Any) -> str:
    while error.cause:
        error = error.cause
    return error.message.strip()


@dg.logger(description="One line a stage.")
def progress_logger(context: dg.InitLoggerContext) -> logging.Logger:
    logger = logging.Logger("guanxi.progress", level=logging.DEBUG)
    logger.addHandler(StageLines(Console(stderr=True)))
    return logger
