"""Every kind of channel against a real server: what arrives there."""

import email
import socket
from email.policy import default

import pytest
from support.receivers import http_receiver, smtp_receiver

from dagster_project.incidents.channels import send_by_apprise
from dagster_project.incidents.messages import Message

MESSAGE = Message("critical", "[Guanxi] critical: erp/orders: 两 keys", "found: 2 keys\nowner: team:finance-systems")
FEISHU_TOKEN, WECOM_KEY = "abcdef0123456789", "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture
def receiver():
    with http_receiver() as posted:
        yield posted


@pytest.fixture(autouse=True)
def services_on_loopback(monkeypatch, receiver):
    """The plugins' own addresses, moved to the local receiver; what they post is theirs."""
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.feishu import NotifyFeishu
    from apprise.plugins.slack import NotifySlack
    from apprise.plugins.wecombot import NotifyWeComBot

    base = f"http://127.0.0.1:{receiver.port}"
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{base}/slack")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", base + "/dingtalk?access_token={token}")
    monkeypatch.setattr(NotifyWeComBot, "notify_url", base + "/wecom?key={key}")
    monkeypatch.setattr(NotifyFeishu, "notify_url", base + "/feishu/{token}")
    for plugin in (NotifySlack, NotifyDingTalk, NotifyWeComBot, NotifyFeishu):
        monkeypatch.setattr(plugin, "request_rate_per_sec", 0)


def test_a_webhook_gets_title_text_and_level_as_json(receiver):
    assert send_by_apprise((f"json://127.0.0.1:{receiver.port}/hook",), MESSAGE) == ""
    [(path, payload)] = receiver.requests
    assert path.startswith("/hook")
    assert (payload["title"], payload["message"], payload["type"]) == (MESSAGE.title, MESSAGE.body, "failure")


@pytest.mark.parametrize(
    ("url", "path", "text_of"),
    [
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
            "/slack/T1JJ3T3L2",
            lambda p: p["attachments"][0]["title"] + "\n" + p["attachments"][0]["text"],
        ),
        ("dingtalk://abcdefgh12345678/", "/dingtalk?access_token=abcdefgh", lambda p: p["text"]["content"]),
        (f"wecombot://{WECOM_KEY}/", f"/wecom?key={WECOM_KEY}", lambda p: p["text"]["content"]),
        (f"feishu://{FEISHU_TOKEN}/", f"/feishu/{FEISHU_TOKEN}", lambda p: p["content"]["text"]),
    ],
)
def test_a_chat_gets_the_whole_message_in_its_own_shape(receiver, url, path, text_of):
    assert send_by_apprise((url,), MESSAGE) == ""
    [(found, payload)] = receiver.requests
    assert found.startswith(path)
    text = text_of(payload)
    assert "erp/orders: 两 keys" in text and "found: 2 keys" in text and "team:finance-systems" in text


def test_a_mail_has_subject_text_and_recipient():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with smtp_receiver(port) as mailbox:
        url = f"mailto://127.0.0.1:{port}?from=guanxi@example.com&to=oncall@example.com&mode=insecure&format=text"
        assert send_by_apprise((url,), MESSAGE) == ""
    [(recipients, text)] = mailbox.mails
    mail = email.message_from_string(text, policy=default)
    assert (recipients, mail["subject"]) == (["oncall@example.com"], MESSAGE.title)
    assert "found: 2 keys" in mail.get_body().get_content()


def test_a_receiver_that_refuses_is_an_error_without_its_secrets(receiver):
    receiver.status = 503
    error = send_by_apprise((f"json://user:secret@127.0.0.1:{receiver.port}/",), MESSAGE)
    assert "was not reached or refused" in error
    assert "secret" not in error
    assert "none that apprise knows" in send_by_apprise(("nonsense://secret",), MESSAGE)
