"""Several cities in one question: « quelles caméras à Nîmes et à Nice ? »"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain import places
from bot.domain.common_words import ELSEWHERE, EVERYDAY, GIVEN_NAMES
from bot.domain.communes import Commune, Registry
from bot.domain.folding import fold, without_article
from bot.domain.sentences import Sentence, phrases

_AND: Final = frozenset({"et", "ou", "puis", "and", "or"})
_BREAKS: Final = frozenset(",;/&+\n")
_FILLERS: Final = phrases("aussi", "ainsi que", "enfin", "également", "sinon", "then", "also")
_WORDS: Final = EVERYDAY | ELSEWHERE | GIVEN_NAMES
_PARTS_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question as it was written, and the communes that it names; none where nobody
    knows them."""

    name: str
    communes: tuple[Commune, ...]


Reading = Callable[[Sentence, Registry], Named | None]


def listed(about: Sentence, registry: Registry) -> list[Named]:
    """What the parts of a question name, as it was written; a part that names nothing is passed
    over, unless a capital says that it is meant for a name."""
    return [found for found in _read(about, registry, _asked) if found is not None]


def listed_alone(about: Sentence, registry: Registry) -> list[Named]:
    """The same of words that hold nothing but names of cities; empty where one part is no name,
    or where all of them may be words."""
    parts = [*_read(about, registry, _alone)]
    found = [one for one in parts if one is not None]
    are_all = len(found) == len(parts) and not all(is_word(one.name) for one in found)
    return found if are_all else []


def is_word(name: str) -> bool:
    """Whether a name is hardly a city unless something says so: « Tours », « la Ville »."""
    return without_article(fold(name)) in _WORDS


def begins_with_article(name: str) -> bool:
    """Whether a name is written with one: « La Ville »."""
    return without_article(fold(name)) != fold(name)


def _read(about: Sentence, registry: Registry, reading: Reading) -> Iterator[Named | None]:
    """Part by part; a name may hold what parts them: « Bruyères et Montbérault »."""
    ends = [*_parts(about)][:_PARTS_MAX]
    at = 0
    while at < len(ends):
        for last in range(len(ends) - 1, at, -1):
            if found := _alone(about.part(ends[at][0], ends[last][1]), registry):
                yield found
                at = last
                break
        else:
            part = about.part(*ends[at])
            yield reading(part.stripped(_FILLERS, ()), registry)
        at += 1


def _parts(about: Sentence) -> Iterator[tuple[int, int]]:
    """The positions where each part begins and ends; none is empty."""
    begun = 0
    for at, word in enumerate(about.words):
        before, behind = _gap(about, at), _gap(about, at + 1)
        links = word.folded in _AND and not before.strip(" ,") and behind.isspace()
        if (links or _BREAKS.intersection(before)) and begun < at:
            yield begun, at
            begun = at
        if links:
            begun = at + 1
    if begun < len(about.words):
        yield begun, len(about.words)


def _gap(about: Sentence, at: int) -> str:
    """What stands before a word; nothing before the first one and behind the last."""
    if not 0 < at < len(about.words):
        return ""
    return about.text[about.words[at - 1].end : about.words[at].start]


def _asked(part: Sentence, registry: Registry) -> Named | None:
    name, communes = places.name_in(part, registry) if part.words else ("", [])
    if communes:
        return Named(name, tuple(communes)) if _is_meant(name) else None
    unknown = places.unknown_name(part) if part.words else None
    return Named(unknown, ()) if unknown and unknown[0].isupper() else None


def _alone(part: Sentence, registry: Registry) -> Named | None:
    for name in places.named_alone(part):
        if (found := registry.named(name)) and _is_meant(name):
            return Named(name, tuple(found))
    return None


def _is_meant(name: str) -> bool:
    return not is_word(name) or any(map(str.isupper, name))
