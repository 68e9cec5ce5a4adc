"""Ids that carry the real time of their making, unique and increasing."""

from __future__ import annotations

import time

EPOCH_MS = 1_420_070_400_000


class Snowflakes:
    """Makes ids. Real time on purpose: clients read it from them, whatever the sandbox's clock."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> int:
        fresh = (time.time_ns() // 1_000_000 - EPOCH_MS) << 22
        self._last = max(self._last + 1, fresh)
        return self._last


def parse(value: object) -> int | None:
    """The id in a request's value: a decimal string or an integer, else None."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 21 else None
