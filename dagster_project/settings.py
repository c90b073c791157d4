"""Paths and environment. The only module that reads the environment."""

import getpass
import os
import signal
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class SettingsRefused(Exception):
    """A setting cannot be used. The message names the variable and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where one Guanxi installation keeps its files, and how much of the machine it may use.

    `home` holds everything that is durable; nothing is written outside it.
    """

    home: Path
    business_timezone: str = "Asia/Shanghai"
    reporting_currency: str = "CNY"
    memory_limit: str = "3GB"
    threads: int = 2
    generations_kept: int = 3
    generation_days: int = 90
    alert_urls: str = field(default="", repr=False)
    postgres_url: str = field(default="", repr=False)
    retrain_days: int = 7

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def lake(self) -> Path:
        return self.home / "lake"

    @property
    def quarantine(self) -> Path:
        return self.home / "quarantine"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.sqlite"

    @property
    def build_file(self) -> Path:
        return self.home / "build" / "warehouse.duckdb"

    @property
    def spill(self) -> Path:
        return self.home / "build" / "spill"

    @property
    def artifacts(self) -> Path:
        return self.home / "artifacts"

    @property
    def serving(self) -> Path:
        return self.home / "serving"

    @property
    def incidents(self) -> Path:
        """Incidents and the messages about them."""
        return self.home / "incidents.sqlite"

    @property
    def alerts(self) -> Path:
        """Who is told what: channels, routes, quiet hours."""
        return self.home / "alerts.yaml"

    @property
    def audit(self) -> Path:
        """Who published, rolled back, erased: one JSON object a line, only ever appended to."""
        return self.home / "audit.jsonl"

    @property
    def data_docs(self) -> Path:
        """Great Expectations' pages on every suite, by build. Private."""
        return self.home / "data_docs"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def orchestration(self) -> Path:
        """DAGSTER_HOME: run history and event log."""
        return self.home / "dagster"

    @property
    def dbt_target(self) -> Path:
        """dbt's manifest, parse cache and logs. Of this home alone: its path is part of what dbt parses."""
        return self.home / "dbt"

    @property
    def truth(self) -> Path:
        return self.home / "truth"

    @property
    def dbt_project(self) -> Path:
        return PROJECT_ROOT / "dbt"


def load_settings(home: Path | str | None = None) -> Settings:
    """Settings from the environment; `home` overrides GUANXI_HOME, whose default is `data/` in the project.

    Raises SettingsRefused.
    """
    chosen = Path(home or os.environ.get("GUANXI_HOME") or PROJECT_ROOT / "data").expanduser().resolve()
    return Settings(
        home=chosen,
        business_timezone=os.environ.get("GUANXI_TIMEZONE", "Asia/Shanghai"),
        reporting_currency=os.environ.get("GUANXI_CURRENCY", "CNY"),
        memory_limit=os.environ.get("GUANXI_MEMORY_LIMIT", "3GB"),
        threads=int(os.environ.get("GUANXI_THREADS", os.cpu_count() or 2)),
        generations_kept=int(os.environ.get("GUANXI_GENERATIONS_KEPT", 3)),
        generation_days=int(os.environ.get("GUANXI_GENERATION_DAYS", 90)),
        alert_urls=environment_secret("GUANXI_ALERTS"),
        postgres_url=environment_secret("GUANXI_POSTGRES_URL"),
        retrain_days=int(os.environ.get("GUANXI_RETRAIN_DAYS", 7)),
    )


def environment_secret(name: str) -> str:
    """A secret: environment variable `name`, or the file that `name`_FILE points to; "" where neither is set.

    Raises SettingsRefused: both are set, or the file is not there, or others than its owner may read it.
    """
    variable = f"{name}_FILE"
    file = os.environ.get(variable)
    if not file:
        return os.environ.get(name, "")
    if os.environ.get(name):
        raise SettingsRefused(f"{name} and {variable} are both set. Keep one of them")
    path = Path(file).expanduser()
    if not path.is_file():
        raise SettingsRefused(f"{variable} points to {path}, which is no file")
    if path.stat().st_mode & 0o077:
        raise SettingsRefused(f"{variable}: {path} holds a secret and others may read it. Run: chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()


def acting_user() -> str:
    """The account that this process runs as, and who became it by sudo, for the audit log."""
    former = os.environ.get("SUDO_USER")
    return getpass.getuser() + (f" (by {former})" if former else "")


def export_settings(settings: Settings) -> None:
    """Hand the settings to this process's children: Dagster's and dbt's own commands read the environment."""
    os.environ["GUANXI_HOME"] = str(settings.home)
    os.environ["GUANXI_TIMEZONE"] = settings.business_timezone
    os.environ["GUANXI_CURRENCY"] = settings.reporting_currency
    os.environ["GUANXI_MEMORY_LIMIT"] = settings.memory_limit
    os.environ["GUANXI_THREADS"] = str(settings.threads)
    os.environ["GUANXI_RETRAIN_DAYS"] = str(settings.retrain_days)
    # A test runs once all tables it reads are there: Dagster starts dbt twice a night, for a part of the graph each.
    os.environ["DBT_INDIRECT_SELECTION"] = "buildable"
    os.environ["DBT_TARGET_PATH"] = str(settings.dbt_target)
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("DAGSTER_HOME", str(settings.orchestration))


def export_as_of_date(as_of: date) -> None:
    """Hand the as-of date to dbt. As a `--vars` it would cost a full parse each night."""
    os.environ["GUANXI_AS_OF"] = as_of.isoformat()


def fault_point(name: str) -> None:
    """Die here, as by power cut, if the environment asks for it: how tests prove that a crash needs only a re-run."""
    if os.environ.get("GUANXI_FAULT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
