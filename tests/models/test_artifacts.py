"""Saved models: what is loaded is what was saved, or nothing is."""

import json

import pytest
from support.simulated_buyers import simulated_buyers
from support.simulated_cutoffs import AS_OF, simulated_cutoffs

from models.artifacts import METADATA_FILE, MODEL_FILE, load, save
from models.churn import score_churn, train_churn
from models.clv import train_clv
from models.errors import ArtifactError

PLANTED = {"r": 0.6, "alpha": 60.0, "a": 0.8, "b": 2.5, "p": 6.0, "q": 4.0, "gamma": 300.0}


@pytest.fixture(scope="module")
def buyers():
    return simulated_buyers(400, **PLANTED, seed=2)


@pytest.fixture(scope="module")
def trained(buyers):
    return train_clv(buyers, as_of_date=AS_OF)


def test_a_lifetime_value_model_scores_the_same_after_loading(buyers, trained, tmp_path):
    folder = save(trained.model, trained.metadata, artifacts=tmp_path)
    assert folder == tmp_path / "clv" / trained.version
    loaded = load(folder)
    assert loaded.model.score(buyers, model_version="v").equals(trained.model.score(buyers, model_version="v"))
    assert {key: loaded.metadata[key] for key in trained.metadata} == json.loads(json.dumps(trained.metadata))


@pytest.mark.parametrize("customers", [40, 600])
def test_a_churn_model_of_either_rung_scores_the_same_after_loading(customers, tmp_path):
    frame = simulated_cutoffs(customers, seed=2)
    trained = train_churn(frame, as_of_date=AS_OF)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    scores = [score_churn(m, frame, as_of_date=AS_OF, model_version="v") for m in (trained.model, loaded)]
    assert scores[0].equals(scores[1])


def test_saving_a_version_twice_leaves_the_first_file_alone(trained, tmp_path):
    first = save(trained.model, trained.metadata, artifacts=tmp_path)
    before = (first / MODEL_FILE).stat().st_mtime_ns
    assert save(trained.model, trained.metadata, artifacts=tmp_path) == first
    assert (first / MODEL_FILE).stat().st_mtime_ns == before


def test_a_damaged_version_is_refused_and_replaced_by_the_next_save(trained, tmp_path):
    folder = save(trained.model, trained.metadata, artifacts=tmp_path)
    (folder / MODEL_FILE).write_bytes((folder / MODEL_FILE).read_bytes()[:-1])
    with pytest.raises(ArtifactError, match="the file was changed or cut short; delete the folder and train again"):
        load(folder)
    assert load(save(trained.model, trained.metadata, artifacts=tmp_path)).metadata["version"] == trained.version


def test_a_type_outside_the_allow_list_is_neither_saved_nor_loaded(tmp_path):
    class Stranger:
        def __init__(self):
            self.value = 1

    with pytest.raises(ArtifactError, match=r"holds types outside the allow-list: .*Stranger"):
        save(Stranger(), {"model": "churn", "version": "1"}, artifacts=tmp_path)
    assert not list(tmp_path.rglob("*.skops"))


def test_a_file_with_a_fitting_hash_but_a_forbidden_type_is_not_constructed(tmp_path):
    import hashlib
    import operator

    from skops.io import dumps

    content = dumps(operator.methodcaller("clear"))
    (tmp_path / MODEL_FILE).write_bytes(content)
    (tmp_path / METADATA_FILE).write_text(json.dumps({"sha256": hashlib.sha256(content).hexdigest()}))
    with pytest.raises(ArtifactError, match=r"outside the allow-list: operator\.methodcaller"):
        load(tmp_path)


def test_a_folder_without_a_model_says_so(tmp_path):
    with pytest.raises(ArtifactError, match="metadata.json is missing: no trained model is saved there"):
        load(tmp_path)
