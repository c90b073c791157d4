"""Many distinct texts are read on all cores: what is said of one depends on no other."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import pyarrow as pa

Reader = Callable[[list[str]], pa.Table]

CHUNK = 20_000  # texts; fewer are read faster than a second process starts


@contextmanager
def text_reading(workers: int) -> Iterator[Callable[[Reader, list[str]], pa.Table]]:
    """A function that applies a reader, itself a function of a module, to a list of texts.

    Other processes start with the first long list, and end with the block. They are spawned, never forked: a fork
    copies the locks of DuckDB's threads. A daemonic process may have no children and reads by itself.
    """
    pool: ProcessPoolExecutor | None = None

    def read(reader: Reader, texts: list[str]) -> pa.Table:
        nonlocal pool
        if len(texts) <= CHUNK or workers < 2 or multiprocessing.current_process().daemon:
            return reader(texts)
        if pool is None:
            pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        chunks = [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)]
        return pa.concat_tables(pool.map(reader, chunks))

    try:
        yield read
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)
