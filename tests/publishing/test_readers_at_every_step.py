"""Between any two file operations of publishing readers see one build, whole, and no generation is listed that is not.

A reader that looks at the right instant is luck. Here one looks before every file operation that Python makes.
"""

import json
import subprocess
import sys

from support.company import user_environment

PROGRAM = """
import json, os, sys
from datetime import date, timedelta
import duckdb
from dagster_project.publishing import publish as publishing
from dagster_project.publishing.generations import PUBLISHED_NAMES
from dagster_project.publishing.rollback import roll_back
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

settings, seen, manifests, looking = load_settings(sys.argv[1]), [], {}, False

def look(event, arguments):
    global looking
    if looking or not event.startswith(("os.", "open", "shutil.")):
        return
    looking = True
    try:
        folders = {os.path.dirname(os.path.realpath(settings.serving / name)) for name in PUBLISHED_NAMES}
        manifest = json.loads((settings.serving / "manifest.json").read_text())
        whole = all((settings.serving / name).exists() for name in PUBLISHED_NAMES)
        stored = list((settings.serving / "generations").iterdir())
        listed = [folder for folder in stored if (folder / "manifest.json").exists()]
        complete = all((folder / name).exists() for folder in listed for name in PUBLISHED_NAMES)
        for folder in listed:  # a manifest is the last that is written: it never changes
            text = (folder / "manifest.json").read_text()
            complete = complete and manifests.setdefault(json.loads(text)["build_id"], text) == text
        seen.append((event, len(folders) == 1 and whole and complete, manifest["build_id"]))
    except OSError as problem:
        seen.append((event, False, type(problem).__name__))
    finally:
        looking = False

def publish(day):
    with duckdb.connect(settings.build_file) as build:
        build.execute("create schema if not exists marts")
        build.execute(f"create or replace table marts.fct_orders as select {day} as day from range(10)")
    gate = Gate(f"2026010{day}-abc", (Evidence("dbt_test", "orders", "critical", True),), ())
    publishing.publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions={})

settings.spill.mkdir(parents=True)
publish(1)
sys.addaudithook(look)
for day in range(2, 6):  # the first generations are forgotten meanwhile
    publish(day)
roll_back(settings)
looking = True
print(json.dumps(seen))
"""


def test_a_reader_at_every_file_operation_sees_one_whole_build(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], env=user_environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert [look for look in seen if not look[1]] == []
    builds = [build for _, _, build in seen]
    changes = [build for number, build in enumerate(builds) if number == 0 or builds[number - 1] != build]
    assert changes == [f"2026010{day}-abc" for day in (1, 2, 3, 4, 5, 4)]
    assert {"os.rename", "os.symlink"} <= {event for event, _, _ in seen}
