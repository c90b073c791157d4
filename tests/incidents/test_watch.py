"""What is found in a home becomes incidents; nothing that goes wrong in telling fails a run."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
from support.receivers import http_receiver
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.incidents.causes import cause_finder
from dagster_project.incidents.outbox import Delivery
from dagster_project.incidents.store import all_incidents, open_incidents
from dagster_project.incidents.watch import send_due, watch_build, watch_clock, watch_run
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence, record

DAY, NOW = date(2026, 1, 5), datetime(2026, 1, 5, 4, tzinfo=UTC)
UNIQUE = "erp.orders: order_id is unique"
MAPPING = """
deliveries:
  - files: "orders_{business_date}.csv"
    mode: delta
    entities:
      erp.orders:
        columns:
          order_id: id
          erp_customer_id: id
          ordered_at: "'2026-01-01'"
          status: "'paid'"
          currency: "'CNY'"
          total_amount: "'1'"
"""


@pytest.fixture
def settings(tmp_path):
    return load_settings(tmp_path)


def judged(settings, build, *, passed, severity="critical"):
    record(
        settings,
        build,
        [
            Evidence("expectation_suite", "erp.orders", "critical", passed, "roll-up"),
            Evidence(
                "expectation", UNIQUE, severity, passed, "2 keys", asset="erp/orders", owner="team:finance-systems"
            ),
            Evidence("dbt_model", "model.guanxi.fct_orders", "critical", passed, "" if passed else "skipped: None"),
            Evidence("model", "churn beats its baseline", "warning", passed, asset="scores/churn"),
        ],
    )


def test_a_failed_expectation_and_a_refused_model_open_incidents_and_a_good_build_resolves_them(settings):
    judged(settings, "b1", passed=False)
    watch_build(settings, as_of=DAY, build="b1", now=NOW)
    assert {(i.asset, i.check, i.owner) for i in open_incidents(settings)} == {
        ("erp/orders", UNIQUE, "team:finance-systems"),
        ("scores/churn", "churn beats its baseline", "team:data-engineering"),
    }
    judged(settings, "b2", passed=True)
    watch_build(settings, as_of=DAY, build="b2", now=NOW + timedelta(hours=1))
    assert open_incidents(settings) == []


def test_an_alert_does_not_repeat_the_value_that_an_engine_could_not_convert(settings):
    error = "error: Could not convert string '张伟' to INT32, 13812345678, a.b@example.com: line 3"
    record(settings, "b1", [Evidence("dbt_model", "model.guanxi.x", "critical", False, error, asset="marts/x")])
    watch_build(settings, as_of=DAY, build="b1", now=NOW)
    assert open_incidents(settings)[0].detail == "error: Could not convert string *** to INT32, ***, ***: line 3"


def test_a_run_that_a_check_explains_is_no_incident_of_its_own(settings):
    judged(settings, "b1", passed=False)
    watch_run(settings, as_of=DAY, build="b1", succeeded=False, detail="gate closed", now=NOW)
    assert ("nightly", "the run succeeds") not in {i.key for i in open_incidents(settings)}


def test_any_other_failed_run_opens_one_and_the_next_good_run_resolves_it(settings):
    watch_run(settings, as_of=DAY, build="", succeeded=False, detail="disk full", now=NOW)
    (incident,) = open_incidents(settings)
    assert (incident.key, incident.detail) == (("nightly", "the run succeeds"), "disk full")
    watch_run(settings, as_of=DAY, build="", succeeded=True, now=NOW)
    assert open_incidents(settings) == []


def test_a_stale_published_file_opens_one_until_a_fresh_one_is_there(settings):
    def look(hours):
        watch_clock(settings, published_at=NOW, as_of=DAY, now=NOW + timedelta(hours=hours))
        return [i.asset for i in open_incidents(settings)]

    assert (look(25), look(27), look(2)) == ([], ["serving/guanxi"], [])


def test_the_likely_cause_is_the_delivery_that_changed_since_the_published_build(settings):
    deliver(settings, {"orders_2026-01-04.csv": "id\n1\n", "orders_2026-01-05.csv": "id\n2\n"})
    settings.serving.mkdir()
    from dagster_project.ingest import active_inputs, ingest

    ingest(settings, until=DAY)
    inputs = [{"file": name, "sha256": sha} for name, sha in active_inputs(settings, DAY - timedelta(days=1))]
    (settings.serving / "manifest.json").write_text(json.dumps({"inputs": inputs}))
    judged(settings, "b1", passed=False)
    watch_build(settings, as_of=DAY, build="b1", now=NOW)
    assert {i.cause for i in open_incidents(settings)} == {"orders_2026-01-05.csv (new)"}
    inputs = [{"file": name, "sha256": "other"} for name in ("orders_2026-01-04.csv", "customers_2026-01-04.csv")]
    (settings.serving / "manifest.json").write_text(json.dumps({"inputs": inputs}))
    cause_of = cause_finder(settings, DAY)
    of_orders = "orders_2026-01-04.csv (corrected), orders_2026-01-05.csv (new)"
    assert cause_of("erp/orders") == of_orders, "the deliveries of the asset itself come first"
    assert cause_of("marts/fct_orders") == f"customers_2026-01-04.csv (gone), {of_orders}"


def deliver(settings, files):
    settings.landing.mkdir(parents=True)
    mapping = (
        'deliveries: [{files: "orders_{business_date}.csv", mode: delta, entities: {erp.orders: {columns: COLUMNS}}}]'
    )
    columns = (
        "{order_id: id, erp_customer_id: id, ordered_at: \"'2026-01-01'\", status: \"'paid'\", currency: \"'CNY'\""
    )
    (settings.landing / "mapping.yaml").write_text(mapping.replace("COLUMNS", columns + ', total_amount: "1"}'))
    for name, text in files.items():
        (settings.landing / name).write_text(text)


def test_a_policy_that_cannot_be_read_keeps_the_incidents_and_fails_nothing(settings, caplog):
    settings.alerts.write_text("channels: [")
    settings.alerts.chmod(0o600)
    watch_run(settings, as_of=DAY, build="", succeeded=False, detail="disk full", now=NOW)
    assert send_due(settings, now=NOW).waiting == 0
    assert len(open_incidents(settings)) == 1
    assert "nobody is alerted" in caplog.text


def test_a_damaged_store_is_put_aside_and_what_is_still_wrong_opens_again(settings):
    watch_run(settings, as_of=DAY, build="", succeeded=False, detail="disk full", now=NOW)
    settings.incidents.write_bytes(b"no database at all, but long enough to be looked at as one" * 20)
    watch_run(settings, as_of=DAY, build="", succeeded=False, detail="disk full", now=NOW)
    assert [i.detail for i in open_incidents(settings)] == ["disk full"]
    assert settings.incidents.with_name("incidents.sqlite.damaged").exists()


def test_a_store_that_cannot_be_written_fails_no_run(settings, caplog, monkeypatch):
    def no_space(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("dagster_project.incidents.observe.incident_store", no_space)
    monkeypatch.setattr("dagster_project.incidents.outbox.incident_store", no_space)
    watch_run(settings, as_of=DAY, build="", succeeded=False, detail="disk full", now=NOW)
    assert send_due(settings, now=NOW) == Delivery(0, 0)
    assert "incidents are not up to date" in caplog.text and "messages are not sent" in caplog.text


def test_a_failed_command_reaches_a_real_receiver_and_one_that_is_down_gets_it_later(tmp_path, monkeypatch):
    with http_receiver() as receiver:
        monkeypatch.setenv("GUANXI_ALERTS", f"json://127.0.0.1:{receiver.port}/")
        receiver.status = 503
        failed = CliRunner().invoke(app, ["run", "--home", str(tmp_path)])
        assert failed.exit_code == 1 and "no mapped file" in failed.output
        receiver.status = 200
        listed = CliRunner().invoke(app, ["incidents", "--home", str(tmp_path)])
        assert (listed.exit_code, "1 wait" in listed.output) == (1, True), "it waits for the end of its pause"
        later = datetime.now(UTC) + timedelta(minutes=1)
        assert send_due(load_settings(tmp_path), now=later).sent == 1
        assert "no mapped file" in receiver.requests[-1][1]["message"]
    assert len(all_incidents(load_settings(tmp_path))) == 1
