"""Two ingests at the same time are one after the other."""

import subprocess
import sys

from support.company import user_environment

PROGRAM = (
    "from datetime import date; from dagster_project.ingest import ingest; "
    "from dagster_project.settings import load_settings; print(len(ingest(load_settings(), until=date(2030, 1, 1))))"
)
MAPPING = 'deliveries: [{files: "part_{business_date}.csv", mode: delta, entities: {crm.owners: {}}}]'


def test_two_ingests_at_once_load_every_delivery_once(home, another_home):
    for some_home in (home, another_home):
        some_home.map(MAPPING)
        for day in range(1, 6):
            some_home.deliver(f"part_2026-01-0{day}.csv", f"owner_id,name\n{day},Ann\n")
    another_home.ingest()
    environment = user_environment(GUANXI_HOME=str(home.settings.home))
    command = [sys.executable, "-c", PROGRAM]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    loaded = sorted(int(process.communicate()[0]) for process in both)
    assert loaded == [0, 5]
    assert home.content() == another_home.content()
