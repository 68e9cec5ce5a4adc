"""« J'ai distribué 20 tracts »  how many of what somebody says that they did, and the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.domain.dates.words import LETTERS, MAX_NUMBER_WORDS
from bot.domain.sentences import Phrases, Sentence, phrases, vocabulary
from bot.domain.tallies import COUNT_MAX
from bot.domain.units import BY_WORD, Unit

_OPENINGS: Final = phrases(
    *("j'ai", "on a", "nous avons", "j'en ai", "je viens de", "on vient de", "nous venons de"),
    *("i", "we", "i have", "we have", "i've", "we've", "i just", "we just", "i have just"),
)
_DID: Final = vocabulary(
    "distribué distribuer écrit écrire envoyé envoyer posté poster collé coller affiché afficher"
    " recensé recenser compté compter noté noter trouvé trouver récolté récolter recueilli"
    " recueillir collecté collecter obtenu obtenir fait faire passé passer donné donner"
    " photographié photographier pris prendre rempli remplir déposé déposer glissé glisser"
    " handed gave given wrote written sent posted put mapped counted found collected got made did"
    " distributed took called photographed spent"
)
_BETWEEN: Final = vocabulary("out up de des les encore déjà another more other autres bien")
_ENDINGS: Final = ("es", "e", "s")  # « recensées »: how it agrees
_MOST_FIGURES: Final = 2  # `1 200`
_ENGLISH: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}


@dataclass(frozen=True, slots=True)
class SaidCount:
    """`rest`: what follows, which may name a city."""

    amount: int
    unit: Unit
    rest: Sentence


def said(sentence: Sentence) -> SaidCount | None:
    """« J'ai distribué 20 tracts à Nice », « 12 caméras recensées »; None where it is not said that
    something was done, or how many it is not clear."""
    begun = _begun(sentence, _OPENINGS)
    found = _counted(begun if begun is not None else sentence)
    if found is None or not 1 <= found.amount <= COUNT_MAX:
        return None
    rest = found.rest
    if rest.words and _is_done(rest.words[0].folded):
        return SaidCount(found.amount, found.unit, rest.part(1))
    return found if begun is not None else None


def _begun(sentence: Sentence, openings: Phrases) -> Sentence | None:
    """What comes behind « j'ai distribué »."""
    rest = sentence.after(openings)
    rest = _past_words_between(rest) if rest is not None else None
    if rest is None or not rest.words or not _is_done(rest.words[0].folded):
        return None
    return _past_words_between(rest.part(1))


def _past_words_between(rest: Sentence) -> Sentence:
    while rest.words and rest.words[0].folded in _BETWEEN:
        rest = rest.part(1)
    return rest


def _counted(sentence: Sentence) -> SaidCount | None:
    """A number and a unit that it begins with."""
    amount, read = _number(sentence.folded)
    folded = sentence.folded[read:]
    unit = BY_WORD.get(folded[0]) if folded else None
    if amount is None or unit is None:
        return None
    return SaidCount(amount, unit, sentence.part(read + 1))


def _number(folded: tuple[str, ...]) -> tuple[int | None, int]:
    """What a sentence begins with, and how many words that takes: `20`, `1 200`, `vingt et un`."""
    figures = [one for one in folded[:_MOST_FIGURES] if one.isdecimal()]
    if folded and figures and figures[0] == folded[0]:
        thousands = len(figures) > 1 and len(folded[0]) < 4 and len(folded[1]) == 3
        if thousands and folded[1].isdecimal():
            return int(folded[0] + folded[1]), 2
        return int(folded[0]), 1
    for length in range(MAX_NUMBER_WORDS, 0, -1):
        words = " ".join(folded[:length])
        if (number := LETTERS.get(words, _ENGLISH.get(words))) is not None:
            return number, length
    return None, 0


def _is_done(word: str) -> bool:
    return any(word.removesuffix(ending) in _DID for ending in ("", *_ENDINGS))
