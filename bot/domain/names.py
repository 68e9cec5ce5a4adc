"""The names of a list of places, whole: which place is called so, and which nearly so."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from bot.domain.folding import without_article
from bot.domain.packed import Lines, Order


class Names:
    """Folded names by rank (their position), and what they are called in passing."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = Lines(names)
        short = {
            rank: said for rank, name in enumerate(self._names) if (said := _short(name)) != name
        }
        self._with_short = array("I", short)
        self._short = Lines(short.values())
        self._by_name = Order(self._names)
        self._by_short = Order(self._short)

    def __getitem__(self, rank: int) -> str:
        return self._names[rank]

    def exactly(self, name: str) -> list[int]:
        """The ranks of this very name, sorted."""
        return self._by_name.of(name)

    def shortly(self, name: str) -> list[int]:
        """The ranks of the names that are this one but for an article (« mans »), sorted."""
        return [self._with_short[place] for place in self._by_short.of(name)]

    def whole(self, name: str) -> list[int]:
        """The ranks of this very name or, where there is none, of this one with an article."""
        return self.exactly(name) or self.shortly(name)

    def forms(self, ranks: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Each rank with its name, then with its short one where there is one."""
        for rank in ranks:
            name = self._names[rank]
            yield rank, name
            if (said := _short(name)) != name:
                yield rank, said


def _short(name: str) -> str:
    """A name as it is said in passing: « mans », « paris 13 »."""
    if name.startswith("l"):
        return without_article(name)
    return name.removesuffix(" arrondissement")
