"""Real receivers on loopback: an HTTP server that keeps what is posted, and an SMTP server."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


class Posted:
    """What an HTTP receiver got: (path, decoded JSON), and the status that it answers."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict]] = []
        self.status = 200
        self.port = 0


@contextmanager
def http_receiver() -> Iterator[Posted]:
    """A server on a free port of the loopback interface, until the block ends."""
    posted = Posted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.requests.append((self.path, json.loads(body)))
            self.send_response(posted.status)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *arguments: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    posted.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield posted
    finally:
        server.shutdown()
        server.server_close()


class Mailbox:
    """Keeps every mail as (recipients, text)."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], str]] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802, aiosmtpd calls it by this name
        self.mails.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 kept"


@contextmanager
def smtp_receiver(port: int) -> Iterator[Mailbox]:
    """An SMTP server on loopback until the block ends."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
