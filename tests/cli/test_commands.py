"""The `guanxi` command tells what is wrong, and its exit code tells it to a script."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from dagster_project.cli import app, parse_age
from dagster_project.operations.doctor import examine
from dagster_project.settings import load_settings

MAPPING = """
deliveries:
  - files: "orders_{business_date}.csv"
    mode: delta
    entities:
      erp.orders: {}
"""


@pytest.fixture
def guanxi(tmp_path):
    def invoke(*arguments):
        return CliRunner().invoke(app, [*arguments, "--home", str(tmp_path)])

    return invoke


@pytest.mark.parametrize(
    "command", ["run", "status", "demo", "doctor", "example", "dev", "generations", "rollback", "diff", "incidents"]
)
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "--home" in result.output


def test_a_wrong_option_is_wrong_usage(guanxi):
    assert guanxi("run", "--as-of", "yesterday").exit_code == 2
    assert guanxi("erase").exit_code == guanxi("export-person", "--phone", "1", "--email", "a@b.cn").exit_code == 2


def test_an_age_is_a_number_and_a_unit(guanxi):
    assert parse_age("26h") == timedelta(hours=26)
    assert parse_age("1.5d") == timedelta(hours=36)
    result = guanxi("status", "--max-age", "26")
    assert result.exit_code == 2
    assert "write 26h, 90m or 2d" in result.output


def test_status_of_an_empty_home_says_how_to_begin(guanxi):
    result = guanxi("status")
    assert result.exit_code == 1
    assert "nothing is published" in result.output
    assert "guanxi run" in result.output


@pytest.mark.parametrize(
    "command", ["incidents", "generations", "rollback", "diff 1 2", "quarantine list", "erase --phone 1"]
)
def test_of_a_misspelt_home_nothing_is_said_to_be_well_and_none_is_made(tmp_path, command):
    result = CliRunner().invoke(app, [*command.split(), "--home", str(tmp_path / "hmoe")])
    assert result.exit_code == 1
    assert "there is no home" in result.output
    assert not (tmp_path / "hmoe").exists()


def test_before_any_delivery_nobody_is_known(guanxi):
    assert "holds no delivery" in guanxi("export-person", "--phone", "13812345678").output


def test_a_run_without_deliveries_says_where_to_put_them(guanxi, tmp_path):
    result = guanxi("run")
    assert result.exit_code == 1
    assert str(tmp_path / "landing") in result.output


@pytest.mark.parametrize("day", ["2019-12-31", "2999-01-01"])
def test_a_day_before_every_delivery_or_in_the_future_is_refused_at_once(guanxi, tmp_path, day):
    landing = tmp_path / "landing"
    landing.mkdir()
    (landing / "mapping.yaml").write_text(MAPPING)
    (landing / "orders_2020-01-01.csv").write_text("order_id\n1\n")
    result = guanxi("run", "--as-of", day)
    assert result.exit_code == 1
    assert f"{day} cannot be built: the first delivery is of 2020-01-01" in result.output
    assert [path for path in (tmp_path / "lake").rglob("*") if path.is_file()] == []


def test_demo_does_not_overwrite_what_lies_in_landing(guanxi, tmp_path):
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "orders.csv").write_text("order_id\n1\n")
    result = guanxi("demo", "--customers", "10")
    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert (tmp_path / "landing" / "orders.csv").read_text() == "order_id\n1\n"


def test_an_unknown_example_names_those_there_are(guanxi):
    result = guanxi("example", "northwind")
    assert result.exit_code == 2
    assert "complete_journey" in result.output
    assert "online_retail" in result.output


def test_the_doctor_examines_versions_memory_disk_lock_and_file_system(tmp_path):
    findings = {finding.subject: finding for finding in examine(load_settings(tmp_path))}
    assert {
        "python",
        "dagster",
        "duckdb",
        "memory available",
        "disk free",
        "writer lock",
        "file system of the home",
    } <= set(findings)
    assert findings["duckdb"].observed == "1.5.5"
    assert findings["writer lock"].observed == "free"


def test_the_doctor_finds_a_damaged_ledger(tmp_path, guanxi):
    (tmp_path / "ledger.sqlite").write_bytes(b"SQLite format 3\x00" + b"\x00" * 4096)
    result = guanxi("doctor")
    assert result.exit_code == 1
    assert "ledger" in result.output
