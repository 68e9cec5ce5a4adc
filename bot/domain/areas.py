"""Words read as a place and its area: « Saint-Denis 93 », « Saint-Denis Réunion »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final

from bot.domain.folding import fold, without_article

_LINKS: Final = {"d", "de", "du", "dans", "en", "l", "la", "le", "les"}  # … *de la* Réunion


class Areas:
    """The departments and the regions by their names; a department by its code, too."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named` are names or codes, each with the code of a department that it covers."""
        self._departments: dict[str, set[str]] = {}
        for name, department in named:
            for form in {fold(name), without_article(fold(name))}:
                self._departments.setdefault(form, set()).add(department)
        self._begin = {name.partition(" ")[0] for name in self._departments}
        self._longest = max((name.count(" ") + 1 for name in self._departments), default=0)

    def departments(self, area: str) -> Set[str]:
        """The codes of the departments in an area, by its folded name."""
        return self._departments.get(area, set())

    def longest(self, words: Sequence[str]) -> tuple[int, Set[str]]:
        """How many of these words, from the first, are an area, and its departments; 0 if none."""
        if words and words[0] not in self._begin:  # so are most: there is no need to look
            return 0, set()
        for length in range(min(self._longest, len(words)), 0, -1):
            if departments := self.departments(" ".join(words[:length])):
                return length, departments
        return 0, set()

    def readings(self, words: Sequence[str]) -> Iterator[tuple[str, Set[str]]]:
        """The ways to read words as a name and an area: the longest area first."""
        for name, area in self._cuts(words):
            if departments := self.departments(area):
                yield name, departments

    def readings_begun(self, words: Sequence[str]) -> Iterator[tuple[str, Set[str]]]:
        """The same where the area is not typed to its end."""
        for name, area in self._cuts(words):
            begun = (codes for known, codes in self._departments.items() if known.startswith(area))
            if departments := set[str]().union(*begun):
                yield name, departments

    def _cuts(self, words: Sequence[str]) -> Iterator[tuple[str, str]]:
        for cut in range(max(1, len(words) - self._longest), len(words)):
            end = cut
            while end > 1 and words[end - 1] in _LINKS:
                end -= 1
            yield " ".join(words[:end]), " ".join(words[cut:])
