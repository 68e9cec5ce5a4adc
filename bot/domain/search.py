"""Search in the names of places, the important ones first, without reading them all.

All names stand in one text, a name a line, the important ones above. To search is to look for a
few characters in that text from its top, and to stop as soon as there is enough.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Final

_FEW: Final = 200  # hits inside names worth passing, rather than reading the text again
# Two frequent words that seldom stand in this order: what the biggest places do not give, is left.
_EXAMINED: Final = 1000


class Index:
    """Names of places. Every answer is a list of their ranks (0 the most important), sorted."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        """`names` are ranks with folded names, sorted; a place may have several."""
        self._owners, lines = array("I"), []
        for rank, name in names:
            self._owners.append(rank)
            lines.append(name)
        self._starts = array("I", accumulate((len(line) + 2 for line in lines), initial=0))
        self._text = "\n " + "\n ".join(lines) + "\n"

    def all(self, limit: int) -> list[int]:
        """The most important places."""
        return list(islice(dict.fromkeys(self._owners[: 2 * limit]), limit))

    def close(self, phrase: str, limit: int) -> tuple[list[int], list[int]]:
        """The places of which a name begins with this phrase, and those of which it begins a word.

        The phrase may stop within its last word. Each list holds the `limit` first; the second is
        not looked for any further once the first is full.
        """
        beginning, inside = list[int](), list[int]()
        for position, line in self._hits(f" {phrase}"):
            (beginning if self._starts[line] + 1 == position else inside).append(line)
            if len(beginning) == 2 * limit:
                break
            if len(inside) == _FEW:
                return self._first(f"\n {phrase}", limit), self._ranks(inside, limit)
        return self._ranks(beginning, limit), self._ranks(inside, limit)

    def in_order(self, words: Sequence[str], limit: int) -> list[int]:
        """The places of which some words begin with these, in this order, others between."""
        rarest = max(words, key=len)
        hits = islice(self._hits(f" {rarest}"), _EXAMINED)
        return self._ranks((line for _, line in hits if self._follows(line, words)), limit)

    def where_mistyped(self, name: str) -> range:
        """Where one typing error in a name may be: before it a name begins so, and ends so behind.

        Two letters that changed places count from the first of them.
        """
        every = range(len(name) + 1)
        first = bisect_left(every, True, key=lambda at: f"{name[at + 2 :]}\n" in self._text)
        return range(first, bisect_left(every, True, key=lambda at: not self._begins(name[:at])))

    def _begins(self, start: str) -> bool:
        return f"\n {start}" in self._text

    def _follows(self, line: int, words: Sequence[str]) -> bool:
        position, end = self._starts[line], self._starts[line + 1]
        for word in words:
            position = self._text.find(f" {word}", position, end)
            if position < 0:
                return False
            position += 1 + len(word)
        return True

    def _first(self, needle: str, limit: int) -> list[int]:
        return self._ranks((line for _, line in self._hits(needle)), limit)

    def _ranks(self, lines: Iterable[int], limit: int) -> list[int]:
        owners = dict.fromkeys(self._owners[line] for line in islice(lines, 2 * limit))
        return list(islice(owners, limit))

    def _hits(self, needle: str) -> Iterator[tuple[int, int]]:
        """Where this stands in the text, once a line: the position and the line."""
        find, starts = self._text.find, self._starts
        position = find(needle)
        while position >= 0:
            line = bisect_right(starts, position) - 1
            yield position, line
            position = find(needle, starts[line + 1])
