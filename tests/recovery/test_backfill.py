"""Days filled in late give what their nights would have given: the lake, and who is who on each of them.

All marts are worked out anew from these two for one as-of date, which the second test keeps so.
"""

import re
import shutil
from datetime import date, timedelta

from support.landing_home import Home
from support.thoroughness import rounds

from dagster_project.demo import generate
from dagster_project.identity.resolve import resolve
from dagster_project.ingest import ingest
from dagster_project.settings import PROJECT_ROOT, load_settings

NIGHTS = rounds(2, 30)
DAYS = [date(2025, 12, 31) + timedelta(number) for number in range(NIGHTS + 1)]
LOOKED_AT = ("crm.accounts", "erp.orders", "ecommerce.orders", "tickets.tickets")
REMEMBERING = re.compile(r"incremental|\{\{\s*this\b|snapshot\s*\(")


def rows_that_a_build_sees(settings, day):
    return {address: Home(settings).rows("* exclude (_loaded_at)", address, day) for address in LOOKED_AT}


def test_a_back_fill_equals_its_nightly_runs(tmp_path):
    nightly, filled = load_settings(tmp_path / "nightly"), load_settings(tmp_path / "filled")
    generate(nightly, customers=40, days=NIGHTS, seed=7)
    shutil.copytree(nightly.landing, filled.landing)
    seen = {}
    for day in DAYS:
        ingest(nightly, until=day)
        resolve(nightly, day)
        seen[day] = rows_that_a_build_sees(nightly, day)
    ingest(filled, until=DAYS[-1])
    for day in DAYS:
        resolve(filled, day)
        assert rows_that_a_build_sees(filled, day) == seen[day]
    by_night, at_once = Home(nightly).content(), Home(filled).content()
    assert {name.split("/")[0] for name in by_night} >= {"crm", "erp", "ecommerce", "tickets", "identity"}
    assert by_night.keys() == at_once.keys()
    assert [name for name in by_night if by_night[name] != at_once[name]] == []


def test_no_dbt_model_remembers_an_earlier_run():
    project = PROJECT_ROOT / "dbt"
    models = [*project.glob("models/**/*.sql"), *project.glob("models/**/*.yml"), project / "dbt_project.yml"]
    assert len(models) > 200
    assert [model.name for model in models if REMEMBERING.search(model.read_text())] == []
    assert not list(project.glob("snapshots/**/*.sql"))
