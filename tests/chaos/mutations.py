"""Take each mechanism of mechanisms.toml out of a copy of the project: its test must fail. By hand: `make mutations`.

    .venv/bin/python tests/chaos/mutations.py [--section NAME] [--only TEXT]      those whose sentence holds the text

Exit code 1 where a test passes without the mechanism that it is there for, or does not pass with it.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("mechanisms.toml")
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "data", "data-example", "target", "logs", "__pycache__", ".*_cache")
TESTS_FAILED, LONGEST = 1, 300  # pytest's exit code; seconds, after which a test that hangs counts as failed


@dataclass(frozen=True)
class Mechanism:
    """`old` in `file` keeps the promise of `sentence`; with `new` instead of it, `test` must fail."""

    section: str
    sentence: str
    file: str
    old: str
    new: str
    test: str


def main() -> int:
    """Prints a line a mechanism and the table of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--section", default="")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chosen = [m for m in mechanisms() if options.section in ("", m.section) and options.only in m.sentence]
    with TemporaryDirectory(prefix="guanxi_mutations_") as folder:
        copy = Path(shutil.copytree(PROJECT, Path(folder) / "project", ignore=LEFT_OUT))
        if _pytest(copy, sorted({m.test for m in chosen}), longest=None):
            raise SystemExit("the tests do not pass as the project is: see to that first")
        caught = {m: _is_caught(copy, m) for m in chosen}
    table = Table("section", "sentence", "taken out of", "test", "fails without it")
    for m, is_caught in caught.items():
        table.add_row(m.section, m.sentence, m.file, m.test, "yes" if is_caught else "NO")
    table.caption = f"{len(caught)} mechanisms taken out, {sum(caught.values())} noticed"
    Console(width=None if sys.stdout.isatty() else 250).print(table)
    return int(not all(caught.values()))


def mechanisms() -> list[Mechanism]:
    """In the order of the table."""
    sections = tomllib.loads(TABLE.read_text())
    return [Mechanism(section, **entry) for section, entries in sections.items() for entry in entries]


def _is_caught(copy: Path, mechanism: Mechanism) -> bool:
    file = copy / mechanism.file
    whole = file.read_text()
    if whole.count(mechanism.old) != 1:
        raise SystemExit(
            f"{TABLE.name}: {mechanism.sentence!r}: {mechanism.file} does not hold `old` once. Correct it."
        )
    file.write_text(whole.replace(mechanism.old, mechanism.new))
    if file.suffix == ".py":
        compile(file.read_text(), file, "exec")
    try:
        is_caught = _pytest(copy, [mechanism.test]) == TESTS_FAILED
    finally:
        file.write_text(whole)
    print("noticed " if is_caught else "MISSED  ", mechanism.sentence, flush=True)
    return is_caught


def _pytest(copy: Path, tests: Iterable[str], *, longest: int | None = LONGEST) -> int:
    environment = os.environ | {"PYTHONPATH": f"{copy}:{copy / 'tests'}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    try:
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=longest).returncode
    except subprocess.TimeoutExpired:
        return TESTS_FAILED


if __name__ == "__main__":
    sys.exit(main())
