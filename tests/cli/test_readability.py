"""Lists can be read on a terminal of 80 columns and in a mail: nothing is cut off, no word torn, no colour code."""

from datetime import UTC, date, datetime
from io import StringIO

import dagster as dg
import pytest
from rich.console import Console
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.commands.incident_blocks import print_incidents, print_what_is_wrong
from dagster_project.incidents.finding import NEXT_STEPS, Finding
from dagster_project.incidents.observe import Sighting, observe
from dagster_project.incidents.policy import Policy
from dagster_project.incidents.store import open_incidents
from dagster_project.ingest import ingest
from dagster_project.progress import StageLines
from dagster_project.settings import load_settings

STOPPED = "erp/customers_2026-01-01.csv (erp.customers) is stopped: landing/erp/mapping.yaml:31: erp.customers needs "
STOPPED += "erp_customer_id, but column CustNo is not delivered"
CAUSE = "erp/orders_2026-01-01.csv (corrected), erp/customers_2026-01-01.csv (new)"
WRONG = [
    Finding("lake_meta/deliveries", "stopped deliveries", False, "warning", detail=STOPPED),
    Finding(
        "erp/orders", "as many rows as usual came", False, owner="team:finance-systems", detail="120 rows",
        samples=("SO0***9", "SO1***2"), next_step=NEXT_STEPS["expectation"],
    ),
]  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    settings, sighting = load_settings(tmp_path), Sighting(datetime.now(UTC), date(2026, 1, 1), "b1")
    observe(settings, WRONG, sighting=sighting, policy=Policy(), cause_of=lambda asset: CAUSE)
    return settings


@pytest.mark.parametrize("width", [80, 120])
def test_an_incident_is_a_block_that_says_everything(settings, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    listed = CliRunner().invoke(app, ["incidents", "--home", str(settings.home)])
    lines = listed.output.splitlines()
    assert listed.exit_code == 1, "something critical is open"
    assert max(map(len, lines)) <= width
    assert "\x1b" not in listed.output
    assert lines[0].startswith("critical  erp/orders: as many rows as usual came"), "what is critical comes first"
    text = " ".join(listed.output.split())
    for said in (STOPPED, CAUSE, "SO0***9, SO1***2", "team:finance-systems", NEXT_STEPS["expectation"]):
        assert said in text


def test_colour_is_for_terminals_only(settings):
    for console, is_terminal in (
        (Console(file=StringIO(), force_terminal=True, color_system="standard"), True),
        (Console(file=StringIO()), False),
    ):
        print_incidents(open_incidents(settings), console)
        assert ("\x1b[1;31mcritical" in console.file.getvalue()) == is_terminal


def test_rejected_rows_are_listed_whole(known_rejections, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    listed, shown = known_rejections(["list"]), known_rejections(["show", "extracts/of_the_crm/owners_2026-01-01.csv"])
    assert max(map(len, listed.output.splitlines())) <= 80
    assert {"kind:", "not", "call,", "visit,", "email,", "chat,", "event,", "survey,", "other"} <= set(
        listed.output.split()
    )
    for text in ("extracts/of_the_crm/owners_2026-01-01.csv", "crm.owners, 2026-01-01", "owner_id: required"):
        assert any(text in line for line in listed.output.splitlines())
    assert "extracts/of_the_crm/owners_2026-01-01.csv:3" in shown.output
    assert "owner_id: required" in shown.output
    assert "name=B**" in shown.output and "Bob" not in shown.output


def test_a_failed_run_names_severity_owner_next_step_and_the_deliveries_that_were_stopped(known_rejections, tmp_path):
    settings, console = load_settings(tmp_path), Console(file=StringIO(), width=80)
    (tmp_path / "landing" / "extracts" / "of_the_crm" / "owners_2026-01-02.csv").write_text("id,name\n1,Ann\n")
    ingest(settings, until=date(2026, 1, 2))
    sighting = Sighting(datetime.now(UTC), date(2026, 1, 2), "b1")
    observe(settings, WRONG, sighting=sighting, policy=Policy())
    print_what_is_wrong(settings, date(2026, 1, 2), console)
    said = " ".join(console.file.getvalue().split())
    for text in ("critical erp/orders: as many", "team:finance-systems", NEXT_STEPS["expectation"]):
        assert text in said
    assert "delivery stopped why extracts/of_the_crm/owners_2026-01-02.csv (crm.owners) is stopped:" in said
    assert "column owner_id is not delivered" in said


def test_the_line_of_a_failed_check_begins_with_its_severity():
    console = Console(file=StringIO(), width=80)
    lines = StageLines(console)
    for severity in (dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN):
        evaluation = dg.AssetCheckEvaluation(
            asset_key=dg.AssetKey(["erp", "orders"]), check_name="expectations", passed=False, severity=severity,
            metadata={}, description="not so",
        )  # fmt: skip
        lines._note_check("step", evaluation)
    assert console.file.getvalue().splitlines() == [
        "check failed  critical  erp/orders expectations: not so",
        "check failed  warning  erp/orders expectations: not so",
    ]


@pytest.fixture
def known_rejections(tmp_path):
    folder = tmp_path / "landing" / "extracts" / "of_the_crm"
    folder.mkdir(parents=True)
    (folder / "mapping.yaml").write_text("""
deliveries:
  - {files: "owners_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}
  - {files: "calls_{business_date}.csv", mode: delta, entities: {crm.interactions: {}}}
""")
    (folder / "calls_2026-01-01.csv").write_text("interaction_id,account_id,kind,occurred_at\n1,A1,walk,2026-01-01\n")
    (folder / "owners_2026-01-01.csv").write_text("owner_id,name\n1,Ann\n,Bob\n")
    ingest(load_settings(tmp_path), until=date(2026, 1, 1))
    return lambda arguments: CliRunner().invoke(app, ["quarantine", *arguments, "--home", str(tmp_path)])
