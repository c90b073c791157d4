"""The mirror against a real PostgreSQL: all schemas or none, comments, grants, nobody else's tables."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from privacy.conftest import home, known, published_once
from typer.testing import CliRunner

from dagster_project.cli import app
from dagster_project.incidents.store import open_incidents
from dagster_project.privacy.erase import erase
from dagster_project.privacy.person import find_person
from dagster_project.publishing.generations import current_generation
from dagster_project.publishing.postgres_mirror import MirrorError, mirror
from dagster_project.publishing.publish import publish
from dagster_project.settings import load_settings
from dagster_project.warehouse.evidence import Evidence
from dagster_project.warehouse.gate import Gate

__all__ = ["home", "known", "published_once"]
psycopg = pytest.importorskip("psycopg")
FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.environ["PATH"].split(":"))]
BINARIES = next((folder for folder in FOLDERS if (folder / "initdb").exists()), None)
pytestmark = pytest.mark.skipif(BINARIES is None, reason="no PostgreSQL is installed here (apt-get install postgresql)")


@pytest.fixture(scope="module")
def server():
    """A server of our own on loopback; PostgreSQL refuses to run as root."""
    account = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="guanxi_postgres_"))
    if account:
        os.chown(folder, pwd.getpwnam(account).pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program, *arguments):
        command = [str(BINARIES / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, user=account, cwd="/", stdout=subprocess.DEVNULL)

    run("initdb", "-U", "guanxi", "--auth=trust", "--no-sync")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-p {port} -k {folder} -h 127.0.0.1 -F", "start")
    yield f"postgresql://guanxi@127.0.0.1:{port}"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def database(server):
    name = f"d{os.urandom(4).hex()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"create database {name}")
    return f"{server}/{name}"


@pytest.fixture
def publish_day(tmp_path, database):
    settings = replace(load_settings(tmp_path), postgres_url=database)
    settings.spill.mkdir(parents=True)

    def publish_one(day, amount="1.5"):
        with duckdb.connect(settings.build_file) as build:
            build.execute("create schema if not exists marts")
            build.execute(
                f"create or replace table marts.fct_orders as select 'O,\"1' as order_id, {amount}::decimal(18, 4) as "
                f"net_amount, null::varchar as note, '' as empty, date '2026-01-0{day}' as ordered_on, "
                "true as is_counted, timestamp '2026-01-01 10:00' as ordered_at, 0.5::double as share"
            )
        gate = Gate(f"2026010{day}-{amount}", (Evidence("dbt_test", "o", "critical", True),), ())
        about = {"marts.fct_orders": {"": "One row per order.", "net_amount": "Net; it's final."}}
        return settings, publish(settings, as_of=date(2026, 1, day), gate=gate, descriptions=about).generation

    return publish_one


def ask(database, sql, **options):
    with psycopg.connect(database, **options) as connection:
        return connection.execute(sql).fetchall()


def test_rows_types_and_descriptions_arrive(publish_day, database):
    assert mirror(*publish_day(1)) == 5
    [row] = ask(
        database, "select order_id, net_amount::text, note, empty, ordered_on, is_counted, share from marts.fct_orders"
    )
    assert row == ('O,"1', "1.5000", None, "", date(2026, 1, 1), True, 0.5)
    assert ask(database, "select build_id from meta.builds") == [("20260101-1.5",)]
    about = "select obj_description('marts.fct_orders'::regclass), col_description('marts.fct_orders'::regclass, 2)"
    assert ask(database, about) == [("One row per order.", "Net; it's final.")]


def test_the_next_build_replaces_all_schemas_at_once_and_keeps_who_may_read(publish_day, database):
    mirror(*publish_day(1))
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("create role analyst login")
        admin.execute("grant usage on schema marts to analyst; grant select on all tables in schema marts to analyst")
    mirror(*publish_day(2, "7"))
    assert ask(database, "select net_amount::int from marts.fct_orders", user="analyst") == [(7,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(database, "select * from meta.builds", user="analyst")


def test_a_reader_of_one_table_stays_one_and_what_everybody_may_read_everybody_may_read(publish_day, database):
    settings, generation = publish_day(1)
    mirror(settings, generation)
    role = f"clerk_{os.urandom(4).hex()}"  # roles are shared by all databases of a server
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(f"create role {role} login; grant usage on schema meta to public")
        admin.execute(f"grant select on meta.builds to {role}; grant select on meta.gate to public")
    mirror(settings, generation)
    assert ask(database, "select build_id from meta.builds", user=role) == [(generation.build_id,)]
    assert ask(database, "select count(*) from meta.gate", user=role) == [(2,)]
    for denied in ("meta.incidents", "marts.fct_orders"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(database, f"select * from {denied}", user=role)


def test_who_is_erased_is_gone_from_the_mirror_too_even_if_the_erasure_was_cut_short(known, database, monkeypatch):
    monkeypatch.setenv("GUANXI_POSTGRES_URL", database)
    home = str(known.home.settings.home)
    settings = load_settings(home)
    mirror(settings, current_generation(settings))
    everybody = "select customer_id from marts.dim_customers order by 1"
    assert [row[0] for row in ask(database, everybody)] == ["crm-A-100", "crm-A-200", "crm-A-300"]
    done = CliRunner().invoke(app, ["erase", "--customer", "crm-A-200", "--yes", "--home", home])
    assert done.exit_code == 0, done.output
    assert [row[0] for row in ask(database, everybody)] == ["crm-A-100", "crm-A-300"]
    with monkeypatch.context() as short, pytest.raises(KeyboardInterrupt):
        short.setattr("dagster_project.privacy.erase._forget_build", _power_cut)
        erase(settings, find_person(settings, customer_id="crm-A-100"))
    done = CliRunner().invoke(app, ["erase", "--customer", "crm-A-100", "--yes", "--home", home])
    assert "nothing left" in done.output
    assert [row[0] for row in ask(database, everybody)] == ["crm-A-300"]


def _power_cut(settings):
    raise KeyboardInterrupt


@pytest.mark.parametrize("error", [psycopg.OperationalError("disk full"), OSError(28, "No space left on device")])
def test_a_mirror_that_fails_half_way_leaves_the_build_before(publish_day, database, monkeypatch, error):
    from dagster_project.publishing import postgres_mirror

    mirror(*publish_day(1))
    original = postgres_mirror._copy_table

    def failing(published, postgres, schema, *rest):
        if schema == "meta":
            raise error
        original(published, postgres, schema, *rest)

    monkeypatch.setattr(postgres_mirror, "_copy_table", failing)
    with pytest.raises(MirrorError, match="keeps the build before"):
        mirror(*publish_day(2, "7"))
    assert ask(database, "select net_amount::text from marts.fct_orders") == [("1.5000",)]


def test_a_schema_that_is_not_ours_and_views_of_others_are_never_dropped(publish_day, database):
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("create schema marts; create table marts.theirs as select 1 as n")
    with pytest.raises(MirrorError, match="schema marts .* not written by Guanxi"):
        mirror(*publish_day(1))
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("drop schema marts cascade")
    mirror(*publish_day(1))
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("create view public.report as select net_amount from marts.fct_orders")
    with pytest.raises(MirrorError, match="report"):
        mirror(*publish_day(2, "7"))
    assert ask(database, "select net_amount::text from public.report") == [("1.5000",)]


def test_the_mirror_follows_a_roll_back(publish_day, database, monkeypatch):
    publish_day(1)
    mirror(*publish_day(2, "7"))
    monkeypatch.setenv("GUANXI_POSTGRES_URL", database)
    settings = publish_day(2, "7")[0]
    done = CliRunner().invoke(app, ["rollback", "--home", str(settings.home)])
    assert done.exit_code == 0, done.output
    assert ask(database, "select net_amount::text from marts.fct_orders") == [("1.5000",)]


def test_a_server_that_is_down_is_an_incident_without_its_password_and_fails_no_run(publish_day):
    from dagster_project.defs.publish import _mirror

    settings, generation = publish_day(1)
    unreachable = replace(settings, postgres_url="postgresql://guanxi:geheim@127.0.0.1:1/x")
    _mirror(dg.build_asset_context(), unreachable, generation)
    (incident,) = open_incidents(settings)
    assert (incident.asset, incident.severity) == ("serving/postgres", "warning")
    assert "keeps the build before" in incident.detail and "geheim" not in incident.detail
    _mirror(dg.build_asset_context(), settings, generation)
    assert open_incidents(settings) == []
