"""Texts that are read on several cores say what they say on one."""

import os
from functools import partial

import pyarrow as pa
import pytest

from dagster_project.identity import reading
from dagster_project.identity.name_table import name_table
from dagster_project.identity.reading import text_reading


def with_process(texts: list[str]) -> pa.Table:
    return pa.table({"text": texts, "process": [os.getpid()] * len(texts)})


def broken(message: str, texts: list[str]) -> pa.Table:
    raise ValueError(message)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)


def test_texts_come_back_in_their_order_from_other_processes():
    names = ["上海华泰机械有限公司", "李娜", "Meridian Pharma Co., Ltd.", "未知", "Na Li"]
    with text_reading(2) as begin:
        read, found = begin(name_table, names), begin(with_process, names)()
        assert read().equals(name_table(names))
        for texts in (names, names[:1]):
            with pytest.raises(ValueError, match="seed regions.csv"):
                begin(partial(broken, "seed regions.csv"), texts)()
    assert found["text"].to_pylist() == names
    assert os.getpid() not in found["process"].to_pylist()


def test_few_texts_and_one_core_need_no_other_process():
    with text_reading(2) as begin:
        assert begin(with_process, ["a", "b"])()["process"].to_pylist() == [os.getpid()] * 2
    with text_reading(1) as begin:
        assert set(begin(with_process, ["a", "b", "c"])()["process"].to_pylist()) == {os.getpid()}
