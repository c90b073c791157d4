"""Loaded by a child whose PYTHONPATH names this folder: writes down and refuses every attempt to reach the network."""

import os
import socket
import traceback


def _refuse(*what, **_):
    with open(os.environ["OFFLINE_LOG"], "a") as log:  # noqa: PTH123 - before anything else is loaded
        log.write(f"{what}\n{''.join(traceback.format_stack(limit=8))}\n")
    raise OSError("the network is cut")


def _connect(self, address):
    return _connect_locally(self, address) if self.family == socket.AF_UNIX else _refuse("connect", address)


_connect_locally = socket.socket.connect
socket.socket.connect = _connect
socket.getaddrinfo = _refuse
