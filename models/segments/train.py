"""From features.ftr_segments to a described grouping and its tables."""

from datetime import date

import pandas as pd

from models.segments.features import FEATURES
from models.segments.model import UNAVAILABLE, BehaviourSegments
from models.segments.profiles import profile, quality, segment_codes
from models.tables.segments import TABLES
from models.training import TrainedModel, described
from models.versioning import data_hash


def train_segments(features: pd.DataFrame, *, as_of_date: date, model: BehaviourSegments | None = None) -> TrainedModel:
    """Find the groups; `model` carries other parameters than the defaults."""
    model = (model or BehaviourSegments()).fit(features)
    return described(
        model,
        name="segments",
        as_of_date=as_of_date,
        training_data=data_hash(features[["customer_id", *FEATURES]], key=["customer_id"]),
        trained_rows=len(features),
        features=list(FEATURES),
        metrics={"choices": model.choices_},
        tier=model.method_,
        reason=model.reason_,
    )


def segment_tables(trained: TrainedModel, features: pd.DataFrame, traits: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Members, profiles, quality and every grouping tried; the first three are empty without segments."""
    model = trained.model
    choices = pd.DataFrame(model.choices_, columns=[c for c in TABLES["segment_choices"] if c != "model_version"])
    tables = {name: pd.DataFrame(columns=list(columns)) for name, columns in TABLES.items()}
    tables["segment_choices"] = choices.assign(model_version=trained.version)
    if model.method_ == UNAVAILABLE:
        return tables
    group, probability = model.predict(features)
    profiles = profile(features, group)
    codes = segment_codes(profiles, traits)
    members = pd.DataFrame({"customer_id": features["customer_id"], "membership_probability": probability})
    tables["segments"] = members.assign(
        segment_code=pd.Series(group, index=features.index).map(codes),
        method=model.method_,
        model_version=trained.version,
    )
    tables["segment_profiles"] = profiles.assign(segment_code=profiles["group"].map(codes))
    tests = quality(features, group, profiles, model.jaccard_)
    tables["segment_quality"] = tests.assign(segment_code=tests["group"].map(codes))
    return {name: frame[list(TABLES[name])] for name, frame in tables.items()}
