"""Rejected rows: listed, shown without their values, and taken in once the delivery or the mapping is corrected."""

import os
import shutil

import pytest
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.contracts.loader import CONTRACTS, load_contracts
from dagster_project.ingest import run
from dagster_project.settings import load_settings
from dagster_project.warehouse.quarantine import masked, rejected_deliveries, rejected_rows, replay

FILE = "orders_2026-01-05.csv"
MAPPING = """
deliveries:
  - files: "orders_{business_date}.csv"
    mode: delta
    entities:
      erp.orders:
        columns:
          order_id: no
          erp_customer_id: buyer
          ordered_at: ordered
          status: state
          currency: "'CNY'"
          total_amount: amount
"""
ROWS = """no,buyer,ordered,state,amount
1,13812345678,2026-01-05 10:00,paid,10
2,13812345678,2026-01-05 11:00,weg,20
3,13812345678,2026-01-05 12:00,weg,30
4,13812345678,yesterday,paid,40
"""


@pytest.fixture
def settings(tmp_path):
    settings = load_settings(tmp_path)
    settings.landing.mkdir()
    write(settings, "mapping.yaml", MAPPING)
    write(settings, FILE, ROWS)
    replay(settings)
    return settings


def write(settings, name, text, *, age=60):
    file = settings.landing / name
    file.write_text(text)
    written = file.stat().st_mtime - age
    os.utime(file, (written, written))


def test_a_delivery_with_rejected_rows_is_listed_with_its_commonest_reason(settings):
    [rejected] = rejected_deliveries(settings)
    assert (rejected.table, rejected.file, rejected.rows_in, rejected.rows_quarantined) == ("erp.orders", FILE, 4, 3)
    assert rejected.reason.startswith("status: not one of")


def test_a_rejected_row_shows_line_reason_and_the_shape_of_its_values(settings):
    rows = rejected_rows(settings, FILE)
    assert [row.line for row in rows] == [3, 4, 5]
    assert rows[0].masked["buyer"] == "1**********"
    assert rows[0].masked["state"] == "w**"
    assert (masked("张"), masked(""), masked(None)) == ("*", "", "")


def test_a_corrected_delivery_replays_and_every_row_is_counted_once(settings):
    write(settings, FILE, ROWS.replace("weg", "open"), age=30)
    done = replay(settings)
    assert (done.before, done.after) == ({("erp.orders", FILE): 3}, {("erp.orders", FILE): 1})
    assert done.is_balanced
    assert [(o.rows_in, o.rows_loaded, o.rows_quarantined) for o in done.outcomes] == [(4, 3, 1)]


def test_a_corrected_mapping_replays_too(settings):
    write(settings, "mapping.yaml", MAPPING.replace("state", "\"case state when 'weg' then 'open' else state end\""))
    assert replay(settings).after == {("erp.orders", FILE): 1}


def test_a_corrected_contract_replays_too(settings, tmp_path, monkeypatch):
    folder = shutil.copytree(CONTRACTS, tmp_path / "contracts", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    contract = (folder / "erp.yaml").read_text()
    (folder / "erp.yaml").write_text(contract.replace("values: [open, paid", "values: [weg, open, paid"))
    monkeypatch.setattr(run, "load_contracts", lambda: load_contracts(folder))
    assert replay(settings).after == {("erp.orders", FILE): 1}


def test_what_was_not_corrected_costs_nothing_and_stays(settings):
    done = replay(settings)
    assert (done.outcomes, done.before) == ((), done.after)


def test_the_commands_tell_the_same_and_exit_1_while_rows_remain(settings):
    def guanxi(*arguments):
        return CliRunner().invoke(app, ["quarantine", *arguments, "--home", str(settings.home)])

    assert FILE in guanxi("list").output
    shown = guanxi("show", FILE).output
    assert "13812345678" not in shown and "1****" in shown
    assert guanxi("show", "nothing.csv").exit_code == 1
    assert (guanxi("replay").exit_code, "remain rejected: 3" in guanxi("replay").output) == (1, True)
    write(settings, FILE, ROWS.replace("weg", "open").replace("yesterday", "2026-01-05"), age=30)
    assert guanxi("replay").exit_code == 0
