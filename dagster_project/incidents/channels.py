"""Apprise: one notifier for Slack, mail, webhooks, DingTalk, WeCom, Feishu and a hundred more."""

from dagster_project.incidents.messages import Message

SECONDS = 10
KINDS = {"critical": "failure", "warning": "warning", "resolved": "success"}


def send_by_apprise(urls: tuple[str, ...], message: Message) -> str:
    """Send to every URL of a channel. Returns what went wrong, without the URL's secrets, or ""."""
    import apprise  # half a second, only when there is something to say

    failed = []
    for number, url in enumerate(urls, start=1):
        receiver = apprise.Apprise()
        if not receiver.add(url):
            failed.append(f"URL {number} ({url.split(':', 1)[0]}) is none that apprise knows")
        elif not receiver.notify(body=message.body, title=message.title, notify_type=KINDS[message.severity]):
            failed.append(f"URL {number} ({url.split(':', 1)[0]}) was not reached or refused")
    return "; ".join(failed)
