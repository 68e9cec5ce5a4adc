"""What the tasks of a campaign are counted in, by the words that people have for it."""

from __future__ import annotations

import re
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
_SHORTEST: Final = 4  # letters of a plural
_AFTERWORDS: Final = {fold(one) for one in ("recensée", "recensées", "mapped", "collected")}


_OF: Final = frozenset(
    "a à au aux avec by chez contre d dans de des du en et for from in of on ou par pour sans sous"
    " sur to vers with".split()
)
# As they are of one and of several; whatever else ends so is a plural.
_SAME: Final = frozenset(
    "abus accès avis bas bois bras bus cas choix colis concours corps cours discours fois jus "
    "mois pas pays permis poids procès progrès puits recours relais repas secours succès "
    "tapis temps tracas voix".split()
)
_ENGLISH: Final = (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"))


def of_one(said: str, *, english: bool = False) -> str:
    """Somebody's own words for what is counted, of one: `autocollant` of « autocollants », `visite
    chez les élu·es` of « visites chez les élu·es »."""
    words = re.split(r"(\s+|['’])", said)
    for index in range(0, len(words), 2):
        if fold(words[index]) in _OF:
            break
        words[index] = _singular(words[index], english=english)
    return "".join(words)


def _singular(word: str, *, english: bool) -> str:
    if len(word) < _SHORTEST or word.lower() in _SAME:
        return word
    if english:
        for many, one in _ENGLISH:
            if word.endswith(many):
                return f"{word.removesuffix(many)}{one}"
    if word.endswith("eaux"):
        return word[:-1]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def named(said: str) -> str:
    """The unit that somebody typed: a code of ours, else their own words."""
    words = fold(said).split()
    if len(words) == 2 and words[1] in _AFTERWORDS:
        words = words[:1]
    known = BY_WORD.get(words[0]) if len(words) == 1 else None
    return known.value if known else said
