"""Time the whole nightly run of a generated company, all processes counted. Run by hand: `make benchmark`.

    .venv/bin/python benchmarks/nightly_run.py --customers 100000 --home /some/empty/folder

Prints wall seconds, CPU seconds of every process, and the peak memory of the process tree, for the first run (history)
and for the next day's incremental run; the stages are the run's own progress lines.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

GUANXI = Path(sys.executable).with_name("guanxi")
SAMPLE_SECONDS = 0.2


@dataclass(frozen=True)
class Usage:
    """Wall and CPU seconds, and peak resident memory in GB summed over the process tree (shared pages count twice)."""

    wall: float
    cpu: float
    peak_memory: float


def measure(arguments: list[str]) -> Usage:
    """Run `guanxi` with these arguments to its end. Raises CalledProcessError when it fails."""
    peak, children_before, started = [0.0], psutil.Process().cpu_times(), time.perf_counter()
    process = subprocess.Popen([GUANXI, *arguments])
    sampler = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    sampler.start()
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, arguments)
    wall = time.perf_counter() - started
    after = psutil.Process().cpu_times()
    cpu = (after.children_user - children_before.children_user) + (
        after.children_system - children_before.children_system
    )
    sampler.join(timeout=1)
    return Usage(wall, cpu, peak[0] / 1024**3)


def _watch(pid: int, peak: list[float]) -> None:
    try:
        root = psutil.Process(pid)
        while root.is_running() and root.status() != psutil.STATUS_ZOMBIE:
            tree = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(p.memory_info().rss for p in tree if p.is_running()))
            time.sleep(SAMPLE_SECONDS)
    except psutil.NoSuchProcess:
        return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp(prefix="guanxi-benchmark-"))
    usages = {"generate": measure(["demo", "--customers", str(options.customers), "--home", str(home)])}
    usages["first run"] = measure(["run", "--home", str(home)])
    usages["next day delivered"] = measure(["demo", "--next-day", "--home", str(home)])
    usages["next day run"] = measure(["run", "--home", str(home)])
    print(f"\n{options.customers:,} customers in {home}")
    print(f"{'':<20}{'wall s':>10}{'CPU s':>10}{'peak GB':>10}")
    for name, usage in usages.items():
        print(f"{name:<20}{usage.wall:>10.1f}{usage.cpu:>10.1f}{usage.peak_memory:>10.2f}")


if __name__ == "__main__":
    main()
