"""A home of an earlier release opens or migrates, one of a later release is refused; what is private stays so."""

import json
import sqlite3
import stat
from contextlib import closing

import pytest
from support.company import guanxi

from dagster_project.home import LAYOUT, HomeRefused, open_home

MAPPING = 'deliveries: [{files: "part_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}]'


def make_old(home):
    """A home as release 0.1.0 left it: no layout file, and hashes remembered without the time of change."""
    home.map(MAPPING)
    home.deliver("part_2026-01-01.csv", "owner_id,name\n1,Ann\n")
    home.ingest()
    (home.settings.home / "layout.json").unlink()
    with closing(sqlite3.connect(home.settings.ledger)) as ledger, ledger:
        ledger.execute("drop table seen_files")
        ledger.execute("create table file_hashes (path primary key, size, mtime_ns, sha256)")
        ledger.execute("insert into file_hashes values ('part_2026-01-01.csv', 21, 1, 'stale')")


def test_a_home_of_the_first_release_is_migrated_and_goes_on(home):
    make_old(home)
    before = home.content()
    assert home.ingest() == []
    assert home.content() == before
    assert json.loads((home.settings.home / "layout.json").read_text()) == {"layout": LAYOUT}
    with closing(sqlite3.connect(home.settings.ledger)) as ledger:
        tables = {name for (name,) in ledger.execute("select name from sqlite_master where type = 'table'")}
    assert "seen_files" in tables
    assert "file_hashes" not in tables


@pytest.mark.parametrize(
    ("content", "message"),
    [(json.dumps({"layout": LAYOUT + 1}), f"has layout {LAYOUT + 1}, this release"), ("{", "is not readable. Write")],
)
def test_a_home_of_a_later_release_is_refused_and_left_alone(home, content, message):
    open_home(home.settings)
    (home.settings.home / "layout.json").write_text(content)
    before = sorted(home.settings.home.rglob("*"))
    with pytest.raises(HomeRefused, match=message):
        home.ingest()
    done = guanxi("run", settings=home.settings, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("guanxi: ")
    assert sorted(home.settings.home.rglob("*")) == before


def test_private_folders_are_closed_to_others_even_where_they_stood_open(home):
    home.map(MAPPING)
    home.deliver("part_2026-01-01.csv", "owner_id,name\n1,Ann\n")
    home.settings.lake.mkdir(mode=0o777)
    home.settings.lake.chmod(0o777)
    home.ingest()
    settings = home.settings
    for folder in (settings.lake, settings.quarantine, settings.build_file.parent, settings.artifacts, settings.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert stat.S_IMODE(settings.landing.stat().st_mode) & 0o007 == 0
    assert stat.S_IMODE(settings.ledger.stat().st_mode) & 0o077 == 0
