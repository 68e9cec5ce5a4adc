"""What the tasks of a campaign are counted in, by the words that people have for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.folding import fold


class Unit(StrEnum):
    LETTERS = "letters"
    LEAFLETS = "leaflets"
    CAMERAS = "cameras"
    SIGNATURES = "signatures"
    REQUESTS = "requests"
    CALLS = "calls"
    POSTERS = "posters"
    PHOTOS = "photos"
    PEOPLE = "people"
    HOURS = "hours"


_U = Unit
# As it is said of one and of several, in French and in English.
_WORDS: Final[Mapping[Unit, str]] = {
    _U.LETTERS: "lettre lettres courrier courriers letter letters",
    _U.LEAFLETS: "tract tracts flyer flyers leaflet leaflets",
    _U.CAMERAS: "caméra caméras camera cameras",
    _U.SIGNATURES: "signature signatures",
    _U.REQUESTS: "demande demandes request requests",
    _U.CALLS: "appel appels call calls",
    _U.POSTERS: "affiche affiches poster posters",
    _U.PHOTOS: "photo photos",
    _U.PEOPLE: "personne personnes person people",
    _U.HOURS: "heure heures hour hours",
}
BY_WORD: Final = {fold(word): unit for unit, words in _WORDS.items() for word in words.split()}
# « caméras recensées »: what is counted is what was done to it.
_AFTERWORDS: Final = {fold(one) for one in ("recensée", "recensées", "mapped", "collected")}


def named(said: str) -> str:
    """The unit that somebody typed: a code of ours, else their own words."""
    words = fold(said).split()
    if len(words) == 2 and words[1] in _AFTERWORDS:
        words = words[:1]
    known = BY_WORD.get(words[0]) if len(words) == 1 else None
    return known.value if known else said
