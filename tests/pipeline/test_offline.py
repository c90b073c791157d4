"""Nobody is told that Guanxi runs: a whole night, with the network cut."""

import subprocess
import sys

import pytest
from support.company import user_environment
from support.offline import cut_off, watched


def test_a_whole_night_asks_nobody_in_the_network_for_anything(company):
    """No telemetry, no version check, no download: Dagster, dbt, Great Expectations, DuckDB."""
    assert company.network_attempts == ""


def test_an_attempt_would_be_seen_and_would_fail(tmp_path):
    ask = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"
    environment = user_environment(**watched(tmp_path / "log"))
    done = subprocess.run([*cut_off(), sys.executable, "-c", ask], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "the network is cut" in done.stderr
    assert "127.0.0.1" in (tmp_path / "log").read_text()


@pytest.mark.skipif(not cut_off(), reason="this machine lets no user run a process without a network")
def test_the_kernel_cuts_the_network_of_such_a_process():
    ask = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([*cut_off(), sys.executable, "-c", ask], capture_output=True, text=True)
    assert "Network is unreachable" in done.stderr
