"""Learn the parameters of identity from one's own records: `python -m dagster_project.identity.retraining --home data`.

Writes artifacts/identity/customers.json, which every later run takes instead of the shipped parameters; remove the file
to go back. Run it after a nightly run, whose records it reads. The next run compares everybody anew.
"""

import argparse
import json
from pathlib import Path

import duckdb

from dagster_project.identity.linkage.configurations import customers
from dagster_project.identity.linkage.moderation import moderated
from dagster_project.identity.linkage.parameters import parameters_of
from dagster_project.identity.linkage.training import train
from dagster_project.identity.state import state_file
from dagster_project.settings import Settings, load_settings


def retrain(settings: Settings) -> Path:
    """Learn from the nodes of the latest run. Raises FileNotFoundError where there was none."""
    from splink import DuckDBAPI

    state = state_file(settings)
    if not state.exists():
        raise FileNotFoundError(f"{state} is missing: run `guanxi run` first, so that there are records to learn from")
    with duckdb.connect() as connection:
        quoted = str(state).replace("'", "''")
        connection.execute(f"attach '{quoted}' as state (read_only)")
        connection.execute("""
            create table nodes as
            select *, phones[1] as training_phone, emails[1] as training_email from state.nodes""")
        records = DuckDBAPI(connection).register("nodes", dataset_display_name="nodes")
        learnt = moderated(parameters_of(train(records, customers())))
    file = settings.artifacts / "identity" / "customers.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(".partial")
    partial.write_text(json.dumps(learnt, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    partial.replace(file)
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, help="Folder that holds everything. Default: $GUANXI_HOME, else data/.")
    try:
        print(f"Parameters written to {retrain(load_settings(parser.parse_args().home))}")
    except FileNotFoundError as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
