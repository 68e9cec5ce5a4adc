"""The names of communes as they stand in free text, whether they mean a place there or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import said_short
from bot.domain.communes import TOWN, Commune, Registry
from bot.domain.prose import Prose
from bot.domain.surroundings import ARTICLES, CONTRACTED

_NAME_WORDS_MAX: Final = 9
_INTRODUCING: Final = frozenset({"a", "au", "aux", "de", "d", "du", "des"})


@dataclass(frozen=True, slots=True)
class Name:
    """Words `start` to `end` that are a name, of which `content` is the first that counts."""

    start: int
    end: int
    content: int
    folded: str
    communes: Sequence[Commune]
    is_short: bool

    @property
    def people(self) -> int:
        """Those of the biggest; one of which nothing is known counts as a town."""
        return max(one.population if one.country == "fr" else TOWN for one in self.communes)


def may_begin(prose: Prose, at: int) -> bool:
    """Whether a name may begin there; most words of a text are passed over so."""
    word = prose.words[at]
    if prose.is_hyphened(at):
        return False
    if not word.is_lower or (prose.is_joined(at) and prose.folded[at - 1] in _INTRODUCING):
        return True
    if word.folded in ARTICLES or word.folded in CONTRACTED:
        return prose.is_joined(at + 1) and not (
            prose.words[at + 1].is_lower and word.folded in ARTICLES
        )
    return "(" in prose.gap(at + 1)


def area_at(prose: Prose, at: int, registry: Registry) -> int:
    """How many words name an area there: « Val de Marne » speaks of no « Val »."""
    if prose.words[at].is_lower:
        return 0
    return registry.area(prose.run(at, _NAME_WORDS_MAX))[0]


def name_at(prose: Prose, at: int, registry: Registry) -> Name | None:
    """The longest name that begins there, « du » and « aux » read as « le » and « les »."""
    run = prose.run(at, _NAME_WORDS_MAX)
    if run[0] in CONTRACTED and len(run) > 1:
        whole = [CONTRACTED[run[0]], *run[1:]]
        length, communes, is_short = _known(whole, registry)
        if length > 1:
            folded = " ".join(whole[:length])
            return Name(at + 1, at + length, at + 1, folded, communes, is_short)
    length, communes, is_short = _known(run, registry)
    if not length:
        return None
    content = at + 1 if run[0] in ARTICLES and length > 1 else at
    return Name(at, at + length, content, " ".join(run[:length]), communes, is_short)


def _known(words: Sequence[str], registry: Registry) -> tuple[int, Sequence[Commune], bool]:
    """How many of these words are a name, whose, and whether a city is called so for short."""
    length, communes = registry.longest(words)
    short, called = said_short.called(words, registry)
    if not called or short < length:
        return length, communes, False
    found = [*communes, *called] if short == length else called
    return short, sorted(found, key=lambda one: -one.population), True


def numbered(prose: Prose, name: Name, registry: Registry) -> Name:
    """With its arrondissement: « Paris 13e », « 3e arrondissement de Lyon »."""
    for start, end, number in _numbers(prose, name):
        folded = f"{name.folded} {number} arrondissement"
        length, communes = registry.longest(folded.split())
        if length == folded.count(" ") + 1:
            return replace(name, start=start, end=end, folded=folded, communes=communes)
    return name


def _numbers(prose: Prose, name: Name) -> Iterator[tuple[int, int, str]]:
    words, folded, end = prose.words, prose.folded, name.end
    if prose.is_joined(end) and folded[end].isdigit():
        follows = prose.is_spaced(end + 1) and words[end + 1].is_lower
        called = end + 1 < len(words) and folded[end + 1].startswith("arr")
        if called or not words[end].written.isdigit() or not follows:
            yield name.start, end + 1 + called, folded[end]
    of, begun = name.start - 1, name.start - 3
    if begun >= 0 and folded[of] in {"de", "d"} and folded[of - 1].startswith("arr"):
        yield begun, end, folded[begun]
