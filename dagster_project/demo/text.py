"""Columns of text built in Arrow, without a Python object per row."""

from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_project.demo.clock import MINUTES, timestamps

_FULL = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})


def stream(seed: int, chunk: int, purpose: str) -> np.random.Generator:
    """An independent random stream; a new purpose never disturbs the draws of another."""
    return np.random.default_rng([seed, chunk, crc32(purpose.encode())])


def iso_days(day: np.ndarray) -> pa.Array:
    """Days since the epoch as YYYY-MM-DD."""
    return pc.utf8_slice_codeunits(pc.cast(timestamps(day * MINUTES), pa.string()), 0, 10)


def take(words, index: np.ndarray) -> pa.Array:
    """words[index] as text; a negative index gives null."""
    index = np.asarray(index)
    return pa.array(words, pa.string()).take(pa.array(index, pa.int64(), mask=index < 0))


def join(*parts) -> pa.Array:
    """Row-wise concatenation of arrays and constants; null where a part is null."""
    return pc.binary_join_element_wise(*parts, "")


def number(values: np.ndarray, width: int = 0, prefix: str = "") -> pa.Array:
    """Integers as text, zero-padded behind a prefix where a width is given; negative values give null."""
    values = np.asarray(values, dtype=np.int64)
    absent = values < 0
    if not width:
        return pc.cast(pa.array(values, mask=absent), pa.string())
    text = _padded(np.where(absent, 0, values), width, prefix)
    return pc.if_else(pa.array(absent), pa.scalar(None, pa.string()), text) if absent.any() else text


def _padded(values: np.ndarray, width: int, prefix: str) -> pa.Array:
    """Digits written straight into an Arrow buffer: ten times as fast as casting and padding text."""
    if values.size and values.max() >= 10**width:
        raise ValueError(f"{values.max()} has more than {width} digits")
    start = len(prefix.encode())
    text = np.empty((len(values), start + width), dtype=np.uint8)
    text[:, :start] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    rest = values
    for column in range(start + width - 1, start - 1, -1):
        rest, text[:, column] = rest // 10, 48 + rest % 10
    offsets = np.arange(len(values) + 1, dtype=np.int32) * (start + width)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(offsets), pa.py_buffer(text))


def choose(condition: np.ndarray, if_true, if_false) -> pa.Array:
    """Row-wise choice between two text arrays (or constants, None for null)."""
    first, second = (
        pa.scalar(part, pa.string()) if part is None or isinstance(part, str) else part for part in (if_true, if_false)
    )
    return pc.if_else(pa.array(condition), first, second)


def fullwidth(values: pa.Array) -> pa.Array:
    """Full-width form of ASCII text, one pass over the joined text."""
    joined = "\n".join("" if value is None else value for value in values.to_pylist())
    return pa.array(joined.translate(_FULL).split("\n"), pa.string())


def cents(values: np.ndarray) -> pa.Array:
    """Exact decimal text of whole cents; NEVER-like huge values give null."""
    values = np.asarray(values, dtype=np.int64)
    absent = np.abs(values) > 10**15
    size = np.abs(np.where(absent, 0, values))
    sign = take(["-", ""], (values >= 0).astype(np.int64))
    text = join(sign, number(size // 100), ".", number(size % 100, 2))
    return pc.if_else(pa.array(absent), pa.scalar(None, pa.string()), text)
