"""Distinct texts are read beside what DuckDB does, and very many on all cores: what one says depends on no other."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

import pyarrow as pa

Reader = Callable[[list[str]], pa.Table]
Reading = Callable[[], pa.Table]  # waits for what is read

CHUNK = 20_000  # texts; fewer are read faster than a second process starts


@contextmanager
def text_reading(workers: int) -> Iterator[Callable[[Reader, list[str]], Reading]]:
    """A function that begins to apply a reader, itself a function of a module, to a list of texts.

    Lists are read one after the other. Other processes start with the first long list, and end with the block. They are
    spawned, never forked: a fork copies the locks of DuckDB's threads. A daemonic process may have no children and
    reads by itself.
    """
    thread = ThreadPoolExecutor(1)
    pool: ProcessPoolExecutor | None = None

    def begin(reader: Reader, texts: list[str]) -> Reading:
        nonlocal pool
        if len(texts) <= CHUNK or workers < 2 or multiprocessing.current_process().daemon:
            return thread.submit(reader, texts).result
        if pool is None:
            pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        chunks = pool.map(reader, [texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK)])
        return lambda: pa.concat_tables(chunks)

    try:
        yield begin
    finally:
        thread.shutdown(cancel_futures=True)
        if pool is not None:
            pool.shutdown(cancel_futures=True)
