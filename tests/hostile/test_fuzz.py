"""Whatever bytes arrive, the readers answer: rows are counted, a file stopped, a mistake named."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.landing_home import Home
from support.thoroughness import rounds

from dagster_project.contracts.loader import CONTRACTS, ContractError, load_contracts
from dagster_project.demo.spreadsheet import workbook_bytes
from dagster_project.ingest import IngestError, MappingError
from dagster_project.settings import Settings

FEW = settings(
    max_examples=rounds(10, 200),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=rounds(50, 1_000))
MAPPING = """
timezone: Asia/Shanghai
deliveries:
  - files: "o_{business_date}.*"
    mode: delta
    delimiter: ";"
    null_values: ["", "-"]
    rename: {Id: owner_id}
    with: {teams: teams.csv}
    entities:
      crm.owners:
        where: owner_id <> 'x'
        columns: {owner_id: , name: "coalesce(name, '?')"}
"""
SEEDS = {
    "csv": b'owner_id,name,team\n1,"A ""n""\nn",x\n2,,y\n3,\xe7\x8e\x8b,z\n',
    "jsonl": b'{"owner_id": 1, "name": "Ann"}\n{"owner_id": "2", "name": {"a": [1]}}\n',
    "xlsx": workbook_bytes(pa.table({"owner_id": ["1", "2"], "name": ["Ann", "Bob"]})),
}


@st.composite
def damaged(draw, original: bytes) -> bytes:
    """The original with a few pieces cut out, doubled or overwritten."""
    content = bytearray(original)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 12)))
        content[start:end] = draw(
            st.one_of(st.binary(max_size=8), st.just(bytes(content[start:end]) * 2), st.sampled_from(HOSTILE))
        )
    return bytes(content)


HOSTILE = [
    b"\x00",
    b"\xff",
    b'"',
    b"\n",
    b"\r",
    b"'",
    b"{",
    b"[",
    b"*",
    b"&",
    b"<<: ",
    b"!!",
    b"\xef\xbb\xbf",
    b"--",
    b";",
]


@pytest.fixture(scope="module")
def parquet(tmp_path_factory) -> bytes:
    file = tmp_path_factory.mktemp("seed") / "seed.parquet"
    duckdb.sql("select i as owner_id, 'Ann' as name from range(50) t(i)").write_parquet(str(file))
    return file.read_bytes()


@pytest.fixture(scope="module")
def lasting_home(tmp_path_factory) -> Home:
    """One home for all examples: the first ingest of a home writes a file for every entity."""
    home = Home(Settings(home=tmp_path_factory.mktemp("fuzz"), memory_limit="500MB"))
    home.map('deliveries: [{files: "o_{business_date}.*", mode: delta, entities: {crm.owners: {}}}]')
    home.ingest()
    return home


def check_delivery(home: Home, suffix: str, content: bytes) -> None:
    home.deliver(f"o_2026-01-01.{suffix}", content)
    for result in home.ingest():
        assert result.status in ("loaded", "stopped")
        assert result.rows_in == result.rows_loaded + result.rows_quarantined + result.rows_duplicate
        assert result.status == "loaded" or result.message
    (home.settings.landing / f"o_2026-01-01.{suffix}").unlink()


@pytest.mark.parametrize("suffix", SEEDS)
@FEW
@given(data=st.data())
def test_a_damaged_delivery_is_counted_or_stopped(lasting_home, suffix, data):
    check_delivery(lasting_home, suffix, data.draw(damaged(SEEDS[suffix])))


@FEW
@given(data=st.data())
def test_a_damaged_parquet_file_is_counted_or_stopped(lasting_home, parquet, data):
    check_delivery(lasting_home, "parquet", data.draw(damaged(parquet)))


@FEW
@given(lines=st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line and b"\r" not in line), max_size=8))
def test_every_line_of_any_bytes_is_counted_unless_it_joins_a_quoted_value(lasting_home, lines):
    kept = [line.replace(b'"', b"") for line in lines]
    kept = [line for line in kept if line.replace(b"\x00", b"").strip()]
    lasting_home.deliver("o_2026-01-01.csv", b"\n".join([b"owner_id,name", *kept]))
    for result in lasting_home.ingest():
        if result.status == "loaded":
            assert result.rows_in == len(kept)
        else:
            assert "lines are not utf-8 text" in result.message
    (lasting_home.settings.landing / "o_2026-01-01.csv").unlink()


@MANY
@given(data=st.data())
def test_a_damaged_mapping_is_read_or_refused_with_its_line(lasting_home, data):
    mapping = lasting_home.settings.landing / "fuzz" / "mapping.yaml"
    mapping.parent.mkdir(exist_ok=True)
    mapping.write_bytes(data.draw(damaged(MAPPING.encode())))
    try:
        lasting_home.ingest()
    except (MappingError, IngestError) as refusal:
        assert str(refusal).startswith("fuzz/mapping.yaml:"), refusal
    finally:
        mapping.unlink()


@MANY
@given(data=st.data())
def test_a_damaged_contract_is_read_or_refused_with_its_line(tmp_path_factory, data):
    folder: Path = tmp_path_factory.mktemp("contract")
    (folder / "tickets.yaml").write_bytes(data.draw(damaged((CONTRACTS / "tickets.yaml").read_bytes())))
    try:
        load_contracts(folder)
    except ContractError as refusal:
        assert str(refusal).startswith("tickets.yaml:"), refusal
