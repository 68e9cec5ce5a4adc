"""The names of communes as they stand in free text, whether they mean a place there or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import said_short
from bot.domain.common_words import ELSEWHERE, GIVEN_NAMES, WORDS
from bot.domain.communes import TOWN, Commune, Registry
from bot.domain.folding import without_article
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
    is_short: bool  # some of these communes are called so for short
    is_village: bool  # a village bears this very name, what is called so is hardly known so

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


def joined_at(prose: Prose, name: Name, registry: Registry) -> list[Name]:
    """The towns that hyphens join to this one, it being the first: « Lyon-Villeurbanne »; alone
    where there is none. « Paris-Saclay » is no two towns, « Clermont-Ferrand » is one."""
    joined = [name]
    while prose.is_hyphened(end := joined[-1].end) and _is_known_town(prose, joined[-1]):
        other = name_at(prose, end, registry)
        if other is None or not _is_known_town(prose, other):
            break
        joined.append(other)
    return joined


def _is_known_town(prose: Prose, name: Name) -> bool:
    short = without_article(name.folded)
    is_a_word = short in WORDS or short in ELSEWHERE or short in GIVEN_NAMES
    is_town = name.people >= TOWN and not name.is_short and not is_a_word
    return is_town and prose.words[name.content].has_capital


def area_at(prose: Prose, at: int, registry: Registry) -> int:
    """How many words name an area there: « Val de Marne » speaks of no « Val »."""
    if prose.words[at].is_lower:
        return 0
    return registry.area(prose.run(at, _NAME_WORDS_MAX))[0]


def name_at(prose: Prose, at: int, registry: Registry) -> Name | None:
    """The longest name that begins there, « du » and « aux » read as « le » and « les »."""
    run = prose.run(at, _NAME_WORDS_MAX)
    written = [word.written for word in prose.words[at : at + len(run)]]
    if (article := CONTRACTED.get(run[0])) is not None and len(run) > 1:
        folded = [article, *run[1:]]
        length, whole, called = _known(folded, [article, *written[1:]], registry)
        if length > 1:
            name = " ".join(folded[:length])
            return _named(at + 1, at + length, at + 1, name, whole, called)
    length, whole, called = _known(run, written, registry)
    if not length:
        return None
    content = at + 1 if run[0] in ARTICLES and length > 1 else at
    return _named(at, at + length, content, " ".join(run[:length]), whole, called)


def _named(
    start: int,
    end: int,
    content: int,
    folded: str,
    whole: Sequence[Commune],
    called: Sequence[Commune],
) -> Name:
    """A name of those that bear it whole and of those that are called so, the biggest first."""
    communes = sorted([*whole, *called], key=lambda one: -one.population) if called else whole
    is_village = bool(whole and called) and not said_short.names(folded)
    return Name(start, end, content, folded, communes, bool(called), is_village)


def _known(
    words: Sequence[str], written: Sequence[str], registry: Registry
) -> tuple[int, Sequence[Commune], Sequence[Commune]]:
    """How many of these words are a name, who bears it, and who is called so for short."""
    length, communes = registry.longest(words)
    short = said_short.longest(words)
    if short > length and (called := registry.shortened(" ".join(written[:short]))):
        return short, [], called
    return length, communes, registry.shortened(" ".join(written[:length])) if length else []


def numbered(prose: Prose, name: Name, registry: Registry) -> Name:
    """With its arrondissement: « Paris 13e », « 3e arrondissement de Lyon »."""
    for start, end, number in _numbers(prose, name):
        folded = f"{name.folded} {number} arrondissement"
        length, communes = registry.longest(folded.split())
        if length == folded.count(" ") + 1:
            numbered_one = replace(name, start=start, end=end, folded=folded)
            return replace(numbered_one, communes=communes, is_short=False)
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
