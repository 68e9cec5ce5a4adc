"""The names of a list of places, whole: which place is called so, and which nearly so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.folding import without_article


class Names:
    """Folded names by rank (their position), and what they are called in passing."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._short = [_short(name) for name in names]
        self._ranks = _ranks(enumerate(names))
        self._ranks_by_short = _ranks(
            (rank, short) for rank, short in enumerate(self._short) if short != names[rank]
        )

    def __getitem__(self, rank: int) -> str:
        return self._names[rank]

    def exactly(self, name: str) -> list[int]:
        """The ranks of this very name, sorted."""
        return list(self._ranks.get(name, ()))

    def shortly(self, name: str) -> list[int]:
        """The ranks of the names that are this one but for an article (« mans »), sorted."""
        return list(self._ranks_by_short.get(name, ()))

    def whole(self, name: str) -> list[int]:
        """The ranks of this very name or, where there is none, of this one with an article."""
        return self.exactly(name) or self.shortly(name)

    def forms(self, ranks: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Each rank with its name, then with its short one where there is one."""
        for rank in ranks:
            yield rank, self._names[rank]
            if self._short[rank] != self._names[rank]:
                yield rank, self._short[rank]


def _short(name: str) -> str:
    """A name as it is said in passing: « mans », « paris 13 »."""
    if name.startswith("l"):
        return without_article(name)
    return name.removesuffix(" arrondissement")


def _ranks(names: Iterable[tuple[int, str]]) -> dict[str, tuple[int, ...]]:
    """Ranks by name; in tuples, which the garbage collector need not look at again."""
    ranks: dict[str, tuple[int, ...]] = {}
    for rank, name in names:
        ranks[name] = (*ranks.get(name, ()), rank)
    return ranks
