"""What the gate costs: its share of the wall time of a home's last successful run. Reads that run's own log.

    .venv/bin/python benchmarks/gate_share.py --home DIR

The gate is: the expectation steps, the step that judges the tables as a whole, the step that balances rows, and dbt's
tests at their share of dbt's thread seconds (tests run between models, so they have no wall time of their own). The
search for personal data is part of the publishing step: it is run again here, on the published file. Suites on scores
run within the steps that score, which count as the run's own work; they take a few hundredths of a second each.
"""

import argparse
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter

import dagster as dg
import duckdb

from dagster_project.privacy.published_texts import published_personal_data
from dagster_project.settings import Settings, load_settings

TRANSFORM = ("dbt", "dbt_after_scores")
GATE_STEPS = ("gate__tables", "lake_meta__deliveries")


def main() -> None:
    """Prints the parts of the gate in seconds, and what it adds to the run without it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    settings = load_settings(parser.parse_args().home)
    begun, ended, steps = _last_run(settings)
    parts = {"expectations on deliveries": sum(s for name, s in steps.items() if name.endswith("_expectations"))}
    parts |= {name: steps[name] for name in GATE_STEPS}
    parts["dbt tests"] = sum(steps.get(name, 0) for name in TRANSFORM) * _share_of_tests(settings, begun, ended)
    parts["search for personal data"] = _search(settings)
    gate, wall = sum(parts.values()), ended - begun
    for name, seconds in parts.items():
        print(f"{name:<28}{seconds:8.1f} s")
    print(f"{'the gate':<28}{gate:8.1f} s")
    print(f"{'the run':<28}{wall:8.1f} s, of which the gate is {gate / wall:.1%}; it adds {gate / (wall - gate):.1%}")


def _last_run(settings: Settings) -> tuple[float, float, Mapping[str, float]]:
    """Begin and end of the last successful run (seconds since 1970), and the seconds of each of its steps."""
    os.environ["DAGSTER_HOME"] = str(settings.orchestration)
    with dg.DagsterInstance.get() as instance:
        succeeded = dg.RunsFilter(statuses=[dg.DagsterRunStatus.SUCCESS])
        [run] = instance.get_run_records(filters=succeeded, limit=1)
        stats = instance.get_run_step_stats(run.dagster_run.run_id)
    return run.start_time, run.end_time, {step.step_key: step.end_time - step.start_time for step in stats}


def _share_of_tests(settings: Settings, begun: float, ended: float) -> float:
    """Of the thread seconds of the run's dbt invocations."""
    seconds = {True: 0.0, False: 0.0}
    for file in settings.dbt_target.glob("dbt*-*/run_results.json"):
        found = json.loads(file.read_text())
        if begun <= datetime.fromisoformat(found["metadata"]["generated_at"]).timestamp() <= ended:
            for node in found["results"]:
                seconds[node["unique_id"].startswith("test.")] += node["execution_time"]
    return seconds[True] / (seconds[True] + seconds[False])


def _search(settings: Settings) -> float:
    file, limits = settings.serving / "guanxi.duckdb", {"memory_limit": settings.memory_limit}
    with duckdb.connect(file.resolve(), read_only=True, config=limits) as connection:
        begun = perf_counter()
        published_personal_data(connection, settings)
        return perf_counter() - begun


if __name__ == "__main__":
    main()
