"""Products that are bought together are recommended together; where they are not, popularity is and says so."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from models.artifacts import load, save
from models.recommendation import ItemAssociation, evaluation_table, recommend, train_recommendation

AS_OF = date(2026, 1, 1)


def bought(customers, *, seed=2, taste=0.85):
    """Customers with a taste for one of five groups of ten products; some of it in the last 90 days."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        group = rng.integers(5)
        for _ in range(rng.integers(3, 10)):
            chosen = group if rng.random() < taste else rng.integers(5)
            day = pd.Timestamp(AS_OF) - pd.Timedelta(days=int(rng.integers(0, 365)))
            rows.append((f"C{number:04d}", f"S{chosen}{rng.integers(10)}", day))
    frame = pd.DataFrame(rows, columns=["customer_id", "sku", "first_ordered_on"])
    return frame.sort_values("first_ordered_on").drop_duplicates(["customer_id", "sku"], ignore_index=True)


def recall(trained):
    rows = evaluation_table(trained)
    return rows[rows["measure"] == "recall_at_5"].set_index("method")["value"]


def test_association_names_more_later_purchases_than_popularity():
    trained = train_recommendation(bought(600), as_of_date=AS_OF)
    assert trained.tier == "association"
    assert recall(trained)["association"] > 2 * recall(trained)["popularity"]


def test_without_taste_popularity_is_used_and_says_so():
    frame = bought(500, taste=0.0, seed=3)
    weights = np.random.default_rng(1).random(len(frame)) < np.where(frame["sku"].str[-1].astype(int) < 2, 1, 0.25)
    trained = train_recommendation(frame[weights], as_of_date=AS_OF)
    assert trained.tier == "popularity"
    assert "named fewer of the later purchases than popularity" in trained.metadata["reason"]


def test_nothing_is_recommended_twice_or_to_its_owner_and_the_reason_is_his_own():
    frame = bought(300)
    trained = train_recommendation(frame, as_of_date=AS_OF)
    listed = recommend(trained.model, frame, model_version="v")
    assert set(listed.groupby("customer_id").size()) == {5}
    owned = set(zip(frame["customer_id"], frame["sku"], strict=True))
    assert not owned & set(zip(listed["customer_id"], listed["sku"], strict=True))
    assert not listed.duplicated(["customer_id", "sku"]).any()
    reasoned = listed[listed["because_of_sku"].notna()]
    assert len(reasoned) > 1000
    assert set(zip(reasoned["customer_id"], reasoned["because_of_sku"], strict=True)) <= owned
    same_group = reasoned["sku"].str[1] == reasoned["because_of_sku"].str[1]
    assert same_group.mean() > 0.8


def test_shrunken_cosine_of_a_hand_made_basket():
    frame = pd.DataFrame({"customer_id": ["a", "a", "b", "b", "c"], "sku": ["x", "y", "x", "y", "x"]})
    model = ItemAssociation(minimum_customers=1, shrinkage=2.0).fit(frame)
    assert model.association_.toarray()[0, 1] == pytest.approx(2 / np.sqrt(3 * 2) * 2 / (2 + 2))
    listed = model.recommend(frame[frame["customer_id"] == "c"], count=2)
    assert listed[["sku", "because_of_sku", "method"]].values.tolist() == [["y", "x", "association"]]


def test_chunks_give_what_one_piece_gives(monkeypatch):
    frame = bought(60)
    model = ItemAssociation().fit(frame)
    whole = model.recommend(frame, count=3)
    monkeypatch.setattr("models.recommendation.model.CELLS_AT_ONCE", 500)
    pd.testing.assert_frame_equal(model.recommend(frame, count=3), whole)


def test_a_saved_model_recommends_alike(tmp_path):
    frame = bought(80)
    trained = train_recommendation(frame, as_of_date=AS_OF)
    loaded = load(save(trained.model, trained.metadata, artifacts=tmp_path)).model
    first, second = (recommend(model, frame, model_version="v") for model in (trained.model, loaded))
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("customers", [0, 5])
def test_a_handful_of_customers_gets_none_and_the_reason_is_told(customers):
    frame = bought(60)
    frame = frame[frame["customer_id"] < f"C{customers:04d}"]
    trained = train_recommendation(frame, as_of_date=AS_OF)
    assert trained.metadata["reason"] == f"{customers} customers, 20 are needed"
    assert recommend(trained.model, frame, model_version="v").empty
