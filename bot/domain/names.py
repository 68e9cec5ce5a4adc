"""The names of a list of places, whole: which place is called so, and which nearly so."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.domain.folding import without_article
from bot.domain.packed import Lines, Order

_ELIDED: Final = re.compile(r"\b([dl]) (?=[aeiouyh])")


class Names:
    """Folded names by rank (their position), and what they are called in passing."""

    def __init__(self, names: Iterable[str], second: Mapping[int, str] | None = None) -> None:
        """`second` are names that count as much, folded, of the few ranks that have two."""
        self._names = Lines(names)
        self._second: dict[str, list[int]] = {}
        for rank, name in (second or {}).items():
            self._second.setdefault(name, []).append(rank)
        self._second_begin = {name.partition(" ")[0] for name in self._second}
        self._owners, also = array("I"), []
        for rank, name in enumerate(self._names):
            said_so = _also(name)
            if second and rank in second:
                said_so = (*said_so, second[rank], *_also(second[rank]))
            for said in said_so:
                self._owners.append(rank)
                also.append(said)
        self._also = Lines(also)
        self._by_name = Order(self._names)
        self._by_other = Order(self._also)

    def __getitem__(self, rank: int) -> str:
        return self._names[rank]

    def exactly(self, name: str) -> list[int]:
        """The ranks of this very name, sorted."""
        ranks = self._by_name.of(name)
        return sorted({*ranks, *self._second[name]}) if name in self._second else ranks

    def longest(self, words: str) -> str:
        """The longest of these names with which some words begin, whole words; else nothing."""
        first = self._by_name.longest(words)
        if words.partition(" ")[0] not in self._second_begin:
            return first
        while len(words) > len(first) and words not in self._second:
            words = words.rpartition(" ")[0]
        return words if len(words) > len(first) else first

    def shortly(self, name: str) -> list[int]:
        """The ranks of the names that are also said so: « mans », « lisle adam »; sorted."""
        return sorted({self._owners[place] for place in self._by_other.of(name)})

    def whole(self, name: str) -> list[int]:
        """The ranks of this very name or, where there is none, of this one with an article."""
        return self.exactly(name) or self.shortly(name)

    def begun(self, name: str) -> list[int]:
        """The ranks of the longer names that begin with this one, articles free; sorted."""
        start = f"{name} "
        others = {self._owners[place] for place in self._by_other.beginning(start)}
        return sorted(others.union(self._by_name.beginning(start)))

    def forms(self, ranks: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Each of these sorted ranks with its name, then with its short one where there is one."""
        owners, at = [*self._owners, -1], 0
        for rank in ranks:
            yield rank, self._names[rank]
            while 0 <= owners[at] < rank:
                at += 1
            while owners[at] == rank:
                yield rank, self._also[at]
                at += 1


def _also(name: str) -> tuple[str, ...]:
    """What a name is in passing: without its article, or with the apostrophe forgotten."""
    short = _short(name)
    # Looked for before it is replaced: few of many thousand names have an apostrophe.
    has_one = " d " in name or " l " in name or name.startswith(("l ", "d "))
    joined = _ELIDED.sub(r"\1", name) if has_one else name
    if joined == name:
        return (short,) if short != name else ()
    return (short, joined) if short not in (name, joined) else (joined,)


def _short(name: str) -> str:
    """A name as it is said in passing: « mans », « lyon 3 »."""
    if name.startswith("l") and " " in name:
        name = without_article(name)
    return name.removesuffix(" arrondissement")
