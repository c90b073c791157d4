"""Delivered text files as UTF-8 with line feeds, whatever they were written in."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from .errors import DeliveryStopped

BLOCK_BYTES = 1 << 22
LONGEST_LINE = 16_000_000  # bytes; what is longer is no row
BLANKS = " \t\r\n\u00a0\u3000\ufeff"  # what is trimmed from both ends of a value
REPLACEMENT = "\ufffd"


def as_utf8(path: Path, encoding: str, spool: Path) -> tuple[Path, bool]:
    """A path that DuckDB can read, and whether undecodable bytes (now U+FFFD) were met.

    Clean UTF-8 is read where it lies; anything else is copied block by block to `spool`.
    """
    if encoding == "utf-8-sig" and _is_clean(path):
        return path, False
    damaged = False
    newline = "\n" if _has_only_carriage_returns(path) else " "
    with spool.open("w", encoding="utf-8", newline="") as target:
        for text in _decoded(path, encoding, errors="replace"):
            damaged = damaged or (encoding != "latin-1" and REPLACEMENT in text)
            target.write(re.sub(r"\r(?!\n)", newline, text).replace("\x00", ""))
    return spool, damaged


def too_long(path: Path) -> str:
    return f"{path.name} holds a line of more than {LONGEST_LINE:,} bytes. Is it a text file? Deliver it again"


def _is_clean(path: Path) -> bool:
    try:
        return not any(_strays(text) for text in _decoded(path, "utf-8-sig", errors="strict"))
    except UnicodeDecodeError:
        return False


def _strays(text: str) -> bool:
    return "\x00" in text or ("\r" in text and text.count("\r") != text.count("\r\n"))


def _has_only_carriage_returns(path: Path) -> bool:
    with path.open("rb") as stream:
        return not any(b"\n" in block for block in iter(lambda: stream.read(BLOCK_BYTES), b""))


def _decoded(path: Path, encoding: str, *, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    held, unended = "", 0
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            # A gigabyte without an end of line is refused here, before anything holds it.
            unended = 0 if b"\n" in block or b"\r" in block else unended + len(block)
            if unended > LONGEST_LINE:
                raise DeliveryStopped(too_long(path))
            text = held + decoder.decode(block)
            # A carriage return at the end of a block may belong to a line feed in the next.
            held = "\r" if text.endswith("\r") else ""
            yield text[: len(text) - len(held)]
    yield held + decoder.decode(b"", final=True)
