"""A child process without a network: cut off by the kernel where that is permitted, and watched in any case."""

import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent


def cut_off() -> list[str]:
    """What to put before a command so that it has no network; nothing where this machine does not permit it."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return []


def watched(log: Path) -> dict[str, str]:
    """Environment in which every attempt to reach the network is refused and written to `log`."""
    log.touch()
    return {"PYTHONPATH": str(FOLDER), "OFFLINE_LOG": str(log)}
