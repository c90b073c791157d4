"""A full disk and too little memory stop the ingest with the remedy; with room again it ends as if undisturbed."""

import subprocess
import sys

import pytest
from support.company import user_environment
from support.landing_home import FAR, Home

from dagster_project.ingest import IngestError
from dagster_project.settings import Settings

MAPPING = 'deliveries: [{files: "part_{business_date}.csv", mode: %s, entities: {crm.owners: {}}}]'
PROGRAM = """
import resource, sys
from datetime import date
from dagster_project.ingest import IngestError, ingest
from dagster_project.settings import load_settings

limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    ingest(load_settings(), until=date(2030, 1, 1))
except IngestError as refusal:
    sys.exit(f"refused: {refusal}")
"""
IN_A_SMALL_FILE_SYSTEM = 'mount -t tmpfs -o size={size} guanxi "$GUANXI_HOME/lake" && exec "$@"'


def owners(count):
    return "owner_id,name\n" + "".join(f"{number},name of {number * 7919 % 99991}\n" for number in range(count))


@pytest.fixture
def undisturbed(another_home: Home) -> Home:
    another_home.map(MAPPING % "delta")
    another_home.deliver("part_2026-01-01.csv", owners(3))
    another_home.deliver("part_2026-01-02.csv", owners(60_000))
    another_home.ingest()
    return another_home


@pytest.fixture
def shop(home: Home) -> Home:
    home.map(MAPPING % "delta")
    home.deliver("part_2026-01-01.csv", owners(3))
    home.ingest()
    home.deliver("part_2026-01-02.csv", owners(60_000))
    return home


def ingest_apart(home, *, largest_file=1 << 40, around=()):
    environment = user_environment(GUANXI_HOME=str(home.settings.home))
    command = [*around, sys.executable, "-c", PROGRAM, str(largest_file)]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def assert_refused_for_space(done):
    assert done.stderr.startswith("refused: "), done.stderr
    assert "does not fit into" in done.stderr
    assert "free disk space" in done.stderr


@pytest.mark.parametrize("largest_file", [90_000, 400_000])
def test_a_file_that_cannot_be_written_out_leaves_the_lake_as_it_was(shop, undisturbed, largest_file):
    before = shop.content()
    assert_refused_for_space(ingest_apart(shop, largest_file=largest_file))
    assert shop.content() == before
    assert shop.ingest()[0].status == "loaded"
    assert shop.content() == undisturbed.content()
    assert not list(shop.settings.home.rglob("*.tmp"))


def may_mount() -> bool:
    return subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="this machine lets no user mount a small file system")
def test_a_full_disk_under_the_lake_leaves_what_was_there(home, undisturbed):
    """The lake on a file system of 300 kB: full after a few files. Without it, the run goes through."""
    home.map(MAPPING % "delta")
    home.deliver("part_2026-01-01.csv", owners(3))
    home.deliver("part_2026-01-02.csv", owners(60_000))
    (home.settings.lake).mkdir(parents=True)
    script = IN_A_SMALL_FILE_SYSTEM.format(size="300k")
    done = ingest_apart(home, around=["unshare", "-Urm", "sh", "-c", script, "sh"])
    assert_refused_for_space(done)
    # The small file system went with its process, and with it the lake: as after a lost disk, ledger and lake differ.
    for file in home.settings.home.glob("ledger.sqlite*"):
        file.unlink()
    home.ingest()
    assert home.content() == undisturbed.content()


def test_too_little_memory_is_no_fault_of_the_delivery(tmp_path, undisturbed):
    poor = Home(Settings(home=tmp_path / "home", memory_limit="8MB", threads=1))
    poor.map(MAPPING % "delta")
    poor.deliver("part_2026-01-01.csv", owners(3))
    poor.deliver("part_2026-01-02.csv", owners(60_000))
    with pytest.raises(IngestError, match=r"does not fit into 8MB of memory .* Raise GUANXI_MEMORY"):
        poor.ingest(FAR)
    rich = Home(Settings(home=poor.settings.home, memory_limit="500MB"))
    rich.ingest()
    assert rich.content() == undisturbed.content()
