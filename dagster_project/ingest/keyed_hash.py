"""`keyed_hash(text)` for mappings: a join key in place of a phone number or an address, which nobody can try out."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import duckdb

from ..settings import Settings

BLOCK = 64  # bytes of a block of SHA-256, RFC 2104


def define_keyed_hash(connection: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """SQL function keyed_hash: HMAC-SHA256 (RFC 2104) of a text under the key of this home, in hexadecimal digits.

    A plain hash of a phone number is found by trying all numbers. The key is made once, in a file for its owner alone.
    """
    key = _key(settings.home / "hash_key").ljust(BLOCK, b"\0")
    inner, outer = (_blob(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))
    connection.execute(
        f"create macro keyed_hash(value) as sha256({outer} || unhex(sha256({inner} || encode(value::varchar))))"
    )


def _key(path: Path) -> bytes:
    if not path.exists():
        partial = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # of two that come at once, one is first
            os.link(partial, path)
        partial.unlink()
    return bytes.fromhex(path.read_text())


def _blob(value: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02X}" for byte in value) + "'::blob"
