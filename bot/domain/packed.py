"""Many short texts in one, instead of as many objects: a tenth of their memory."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence


class Lines(Sequence[str]):
    """Texts by their place, made anew when they are looked at."""

    def __init__(self, lines: Iterable[str]) -> None:
        packed, self._starts = bytearray(), array("I", [0])
        for line in lines:
            packed += line.encode()
            self._starts.append(len(packed))
        self._bytes = bytes(packed)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        return self._bytes[self._starts[place] : self._starts[place + 1]].decode()


class Order:
    """Where a text stands among some lines, as a dictionary would say it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._places = array("I", sorted(range(len(lines)), key=list(lines).__getitem__))

    def of(self, line: str) -> list[int]:
        """The places where exactly this stands, sorted."""
        at = bisect_left(self._places, line, key=self._lines.__getitem__)
        found = []
        while at < len(self._places) and self._lines[self._places[at]] == line:
            found.append(self._places[at])
            at += 1
        return found
