"""One small lake and one `dbt build` of it, shared by every test that only reads."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
from support.company import user_environment
from support.lake_story import FIRST_DAY, LAST_DAY, deliver_story
from support.tiny_lake import TinyLake

from dagster_project.identity.resolve import resolve
from dagster_project.settings import PROJECT_ROOT, load_settings

PARSED = "partial_parse.msgpack"


class Warehouse:
    """A lake beside the build file that `dbt build` makes of it.

    dbt is shown every home under one name, which is part of what it parses: the first parse then serves all homes.
    """

    def __init__(self, home: Path) -> None:
        self.lake = TinyLake(home)
        self.home = home
        self.shown_as = home.with_name("home_shown_to_dbt")
        self.target = home / "target"

    def dbt(self, *arguments: str, as_of: date | None = None) -> str:
        """Run dbt as its users do, with only the environment said; fail with its output when it fails."""
        resolve(load_settings(self.home), as_of or LAST_DAY)
        environment = user_environment(
            GUANXI_HOME=str(self.shown_as),
            GUANXI_AS_OF=str(as_of) if as_of else "",
            DBT_TARGET_PATH=str(self.target),
            DBT_LOG_PATH=str(self.home / "logs"),
        )
        self.shown_as.unlink(missing_ok=True)
        self.shown_as.symlink_to(self.home)
        parsed = self.home.with_name(PARSED)
        if parsed.exists():
            self.target.mkdir(exist_ok=True)
            shutil.copy(parsed, self.target)
        command = [Path(sys.executable).with_name("dbt"), *arguments]
        done = subprocess.run(command, cwd=PROJECT_ROOT / "dbt", env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
        shutil.copy(self.target / PARSED, parsed)
        return done.stdout

    def rows(self, query: str) -> list[dict]:
        """Rows of a query on the build file, as dictionaries."""
        with duckdb.connect(self.home / "build" / "warehouse.duckdb", read_only=True) as connection:
            result = connection.execute(query)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def customer_of(self, system: str, entity: str, record_id: str) -> str:
        """The customer that a source record belongs to."""
        (row,) = self.rows(
            "select customer_id from intermediate.int_customers__identified where record_system = "
            f"'{system}' and record_entity = '{entity}' and record_id = '{record_id}'"
        )
        return row["customer_id"]


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Warehouse:
    """The story's last day, built with every data and unit test."""
    warehouse = Warehouse(tmp_path_factory.mktemp("dbt"))
    deliver_story(warehouse.lake)
    warehouse.output = warehouse.dbt("build", as_of=LAST_DAY)
    return warehouse


@pytest.fixture(scope="session")
def built_for_first_day(tmp_path_factory) -> Warehouse:
    """The same lake, built for the day before the last deliveries."""
    warehouse = Warehouse(tmp_path_factory.mktemp("dbt_first_day"))
    deliver_story(warehouse.lake)
    warehouse.dbt("build", "--exclude-resource-type", "unit_test", as_of=FIRST_DAY)
    return warehouse


@pytest.fixture(scope="session")
def built_from_erp_only(tmp_path_factory) -> Warehouse:
    """A lake to which only the ERP's customers and orders were ever delivered; the as-of date is left to dbt."""
    warehouse = Warehouse(tmp_path_factory.mktemp("dbt_erp_only"))
    deliver_story(warehouse.lake, only={"erp.customers", "erp.orders"})
    warehouse.dbt("build", "--exclude-resource-type", "unit_test")
    return warehouse
