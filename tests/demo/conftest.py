"""One small company, generated once and read by every test here."""

from dataclasses import dataclass

import duckdb
import pytest

from dagster_project.demo import DemoSummary, generate
from dagster_project.settings import Settings, load_settings


@dataclass(frozen=True)
class Generated:
    settings: Settings
    summary: DemoSummary

    def truth(self, query: str) -> list[tuple]:
        """Rows of a query over the truth tables, each under its file's name."""
        connection = duckdb.connect()
        for file in self.settings.truth.glob("*.parquet"):
            connection.execute(f"create view {file.stem} as from '{file}'")
        return connection.sql(query).fetchall()

    def delivered(self, query: str) -> list[tuple]:
        """Rows of a query in which {landing} stands for the landing folder."""
        return duckdb.connect().sql(query.format(landing=self.settings.landing)).fetchall()


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Generated:
    settings = load_settings(tmp_path_factory.mktemp("demo"))
    return Generated(settings, generate(settings, customers=2_000, days=2, seed=11))
