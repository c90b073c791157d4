"""How thorough a test is: in a few rounds with every change, in many by `make chaos`."""

import os

IN_FULL = os.environ.get("CHAOS") == "full"


def rounds(few: int, many: int) -> int:
    """`few` in CI, `many` by `make chaos`."""
    return many if IN_FULL else few
