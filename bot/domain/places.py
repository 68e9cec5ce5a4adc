"""The city that some words are about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from bot.domain.communes import Commune, Registry
from bot.domain.sentences import Sentence, phrases, vocabulary

_WORDS_MAX: Final = 40  # words looked at
_NAME_MAX: Final = 8  # words that a name may have, its department with it
_STARTS_MAX: Final = 6

_LE: Final = {"du": "le", "au": "le", "des": "les", "aux": "les"}
_AT: Final = {"a", "au", "aux", "pour", "in", "at", "for"}
_OF: Final = {"de", "d", "du", "des", "dans", "en", "sur", "vers", "of", "about", "from", "on"}
_DETERMINERS: Final = {"l", "la", "le", "les", "notre", "nos", "ma", "cette", "the", "our"}
_SUBJECTS: Final = vocabulary(
    "ville villes commune mairie municipalite conseil municipal situation statut etat dossier "
    "projet projets camera cameras videosurveillance videoprotection surveillance vsa csu drones "
    "vote city town project projects council status"
)
_TOPICS: Final = phrases(
    *("côté", "concernant", "à propos", "au sujet", "niveau", "question", "avec", "regarding"),
    *("sur la", "sur le", "sur les", "sur l'", "pour la", "pour le", "pour les", "about the"),
)


def name_in(about: Sentence, registry: Registry) -> tuple[str, list[Commune]]:
    """The name that these words hold, as it was written, and the communes that it names, the
    biggest first; empty where they hold none.

    A preposition and a subject may stand before the name (« les caméras à Nice »), and a topic
    behind it (« Nice, côté caméras »).
    """
    for name in _candidates(about.part(0, _WORDS_MAX)):
        if found := registry.named(name):
            return name, found
    return "", []


def named_alone(about: Sentence) -> Iterator[str]:
    """The ways to read all these words as one name, with or without a preposition before it."""
    start = 0
    while start < len(about.words):
        yield from _contracted(about.part(start))
        if not _introduces(about, start):
            return
        start += 1


def unknown_name(about: Sentence) -> str | None:
    """What stands where a city's name should be, as it was typed; None if it is too long a text."""
    starts = [*_starts(about)]
    name = about.part(starts[-1] if starts else 0)
    while name.words and _introduces(name, 0):
        name = name.part(1)
    return name.written if 0 < len(name.words) <= _NAME_MAX else None


def _candidates(about: Sentence) -> Iterator[str]:
    for start in (0, *islice(_starts(about), _STARTS_MAX)):
        rest = about.part(start)
        yield from named_alone(rest)
        for end in range(1, len(rest.words)):
            if rest.part(end).after(_TOPICS) is not None:
                yield from named_alone(rest.part(0, end))
                break


def _starts(about: Sentence) -> Iterator[int]:
    """The positions behind the first word where « à … » may introduce the city."""
    return (at for at, word in enumerate(about.folded) if at > 0 and word in _AT)


def _contracted(name: Sentence) -> Iterator[str]:
    """A name as it was written, « du » and « aux » read as « le » and « les » if it begins so."""
    first, *others = name.folded
    if first in _LE and others:
        yield f"{_LE[first]} {name.part(1).written}"
    yield name.written


def _introduces(about: Sentence, at: int) -> bool:
    """Whether the word there may stand before a name without being part of it."""
    word, *following = about.folded[at : at + 2]
    if word in _DETERMINERS:
        return bool(following) and following[0] in _SUBJECTS
    return word in _AT or word in _OF or word in _SUBJECTS
