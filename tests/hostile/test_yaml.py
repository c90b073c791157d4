"""YAML that means to exhaust its reader is refused at once, with file and line."""

import time

import pytest

from dagster_project.contracts.loader import ContractError, load_contracts
from dagster_project.ingest import MappingError

LAUGHS = "a: &a [ha, ha]\nb: &b [*a, *a]\nc: [*b, *b]\n"
SHARED = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n}\n  b: {{<<: *a{n - 1}}}\n  c: {{<<: *a{n - 1}}}\n" for n in range(1, 40)
)
CASES = {
    LAUGHS: "mapping.yaml:2: not readable as YAML: an alias (*name) is accepted only after <<. Correct the YAML.",
    SHARED: "mapping.yaml:1: unknown attribute 'a0'. Known here: timezone, deliveries.",
    "a: &a\n  <<: *a\n": "mapping.yaml:2: not readable as YAML: *a contains itself. Correct the YAML.",
    "[" * 3_000 + "]" * 3_000: "mapping.yaml:1: not readable as YAML: more than 20 levels. Correct the YAML.",
    "a: \x00": "mapping.yaml:1: the file holds a control character at position 3. Remove it.",
    "? [a]\n: b\n": "mapping.yaml:1: a key must be one word. Write key: value.",
    "!!python/object/apply:os.system [touch x]": "mapping.yaml:1: a mapping (key: value) is expected here. See ",
    "# " + "x" * 1_000_000: "mapping.yaml:1: the file is larger than 1,000,000 bytes. Is it meant to be read as YAML?",
}


@pytest.mark.parametrize("text", CASES, ids=range(len(CASES)))
def test_a_mapping_that_means_to_exhaust_its_reader_is_refused_at_once(home, text):
    home.map(text)
    begun = time.process_time()
    with pytest.raises(MappingError) as refusal:
        home.ingest()
    assert str(refusal.value).startswith(CASES[text])
    assert time.process_time() - begun < 2


def test_a_contract_is_read_by_the_same_reader(tmp_path):
    (tmp_path / "x.yaml").write_text(LAUGHS)
    with pytest.raises(ContractError, match="x.yaml:2: not readable as YAML: an alias"):
        load_contracts(tmp_path)


def test_a_mapping_that_is_a_folder_is_refused(home):
    (home.settings.landing / "mapping.yaml").mkdir(parents=True)
    with pytest.raises(MappingError, match=r"mapping.yaml:1: this is not a regular file"):
        home.ingest()
