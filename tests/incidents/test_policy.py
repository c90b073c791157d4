"""Who is told what and when."""

from datetime import UTC, datetime, time

import pytest

from dagster_project.incidents.policy import PolicyError, QuietHours, load_policy
from dagster_project.settings import load_settings

ALERTS = """
channels:
  finance: "json://localhost/finance"
  on-call: ["env:ON_CALL_URL", "json://localhost/second"]
routes:
  - {owner: "team:finance-systems", channels: [finance]}
  - {severity: [critical], channels: [on-call]}
escalation: {after: 4h, channels: [on-call]}
suppress: 90m
quiet_hours: {from: "22:00", until: "07:00"}
max_age: 30h
"""


@pytest.fixture
def write(tmp_path):
    def write(text, mode=0o600):
        path = tmp_path / "alerts.yaml"
        path.write_text(text)
        path.chmod(mode)
        return load_settings(tmp_path)

    return write


def test_routes_choose_by_owner_and_severity_and_secrets_come_from_the_environment(write, monkeypatch):
    monkeypatch.setenv("ON_CALL_URL", "slack://secret")
    policy = load_policy(write(ALERTS))
    assert policy.channels_for("team:finance-systems", "critical") == ["finance", "on-call"]
    assert policy.channels_for("team:finance-systems", "warning") == ["finance"]
    assert policy.channels_for("team:crm", "warning") == []
    assert policy.channels_for("team:crm", "warning", escalated=True) == ["on-call"]
    assert policy.channels["on-call"] == ("slack://secret", "json://localhost/second")
    assert "secret" not in repr(policy)


def test_a_file_of_secrets_that_others_may_read_is_refused(write):
    with pytest.raises(PolicyError, match="chmod 600"):
        load_policy(write("channels: {}", mode=0o644))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("chanels: {}", "unknown setting chanels"),
        ("routes: [{channels: [nobody]}]", "no such channel: nobody"),
        ("channels: {a: 'env:NOT_SET_ANYWHERE'}", "NOT_SET_ANYWHERE"),
        ("suppress: soon", "alerts.yaml"),
        ("channels: [", "alerts.yaml"),
    ],
)
def test_a_policy_that_cannot_be_used_says_where_and_why(write, text, message):
    with pytest.raises(PolicyError, match=message):
        load_policy(write(text))


def test_without_a_file_the_environment_gives_one_channel_for_everything(tmp_path, monkeypatch):
    assert load_policy(load_settings(tmp_path)).channels_for("anybody", "critical") == []
    monkeypatch.setenv("GUANXI_ALERTS", "json://one mailto://two")
    policy = load_policy(load_settings(tmp_path))
    assert policy.channels_for("anybody", "warning") == ["default"]
    assert policy.channels["default"] == ("json://one", "mailto://two")


@pytest.mark.parametrize(
    ("hour", "severity", "due"),
    [
        (12, "warning", (5, 12)),
        (23, "warning", (6, 7)),
        (3, "warning", (5, 7)),
        (3, "critical", (5, 3)),
        (7, "warning", (5, 7)),
    ],
)
def test_in_quiet_hours_only_what_is_critical_goes_out(hour, severity, due):
    quiet = QuietHours(time(22), time(7))
    now = datetime(2026, 1, 5, hour, tzinfo=UTC)
    assert quiet.first_due(now, severity=severity, timezone="UTC") == datetime(2026, 1, *due, tzinfo=UTC)


def test_quiet_hours_are_those_of_the_business_timezone():
    now = datetime(2026, 1, 5, 15, tzinfo=UTC)  # 23:00 in Shanghai
    due = QuietHours(time(22), time(7)).first_due(now, severity="warning", timezone="Asia/Shanghai")
    assert due == datetime(2026, 1, 5, 23, tzinfo=UTC)
