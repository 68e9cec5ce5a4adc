"""« J'ai distribué 20 tracts »  how many of what somebody says that they did, and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.dates.words import LETTERS, MAX_NUMBER_WORDS
from bot.domain.sentences import Phrases, Sentence, phrases, read, vocabulary
from bot.domain.tallies import COUNT_MAX
from bot.domain.units import BY_WORD, Unit
from bot.domain.wordforms import singular

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
_WHEN: Final = phrases(
    *("hier", "avant-hier", "hier matin", "hier midi", "hier après-midi", "hier soir", "ce matin"),
    *("ce midi", "cet après-midi", "ce soir", "aujourd'hui", "cette semaine", "ce week-end"),
    *("tout à l'heure", "yesterday", "yesterday evening", "today", "this morning", "last night"),
    *("this afternoon", "this evening", "this week", "this weekend"),
)
_AND: Final = vocabulary("et puis plus and then also aussi")
_BREAKS: Final = frozenset(",;+&\n")
# What a count that nobody says they made may go on with: « et 5 lettres à Gap ».
_GOING_ON: Final = vocabulary(
    "à a au aux en dans sur devant chez hier ce cet cette aujourd de du des in at on yesterday"
    " today this from"
)
_ENDINGS: Final = ("es", "e", "s")  # « recensées »: how it agrees
_SIGN: Final = re.compile(r"(?:^|\s)[-−–]$")
_MOST_FIGURES: Final = 2  # `1 200`
_ENGLISH: Final = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}


@dataclass(frozen=True, slots=True)
class SaidCount:
    """`amount` None where it is not clear how many; `unit` None where it is none of ours, but what
    the `rest` begins with. The rest may name a city."""

    amount: int | None
    unit: Unit | None
    rest: Sentence


def all_said(sentence: Sentence) -> list[SaidCount]:
    """« J'ai distribué 20 tracts et écrit 5 lettres »: each of what is said to be done, in its
    order; nothing where none is."""
    return _each(sentence, said)


def said(sentence: Sentence) -> SaidCount | None:
    """« J'ai distribué 20 tracts à Nice », « 12 caméras recensées », « hier, j'ai écrit 5
    lettres »; None where it is not said that something was done, or not of what."""
    sentence = sentence.stripped(_WHEN, ())
    begun = _begun(sentence, _OPENINGS)
    found = _counted(begun if begun is not None else sentence)
    if found is None:
        return _of_their_own(begun) or _unclear(begun) if begun is not None else None
    if found.rest.words and _is_done(found.rest.words[0].folded):
        return replace(found, rest=found.rest.part(1))
    return found if begun is not None else None


def _each(sentence: Sentence, reading: Callable[[Sentence], SaidCount | None]) -> list[SaidCount]:
    for place in range(1, len(sentence.words)):
        rest = _behind(sentence, place)
        if rest is None or (first := reading(sentence.part(0, place))) is None:
            continue
        if others := _each(rest, _also_said):
            return [first, *others]
    one = reading(sentence)
    return [one] if one is not None else []


def _behind(sentence: Sentence, place: int) -> Sentence | None:
    """What follows, where the words before this place may be a part of their own."""
    before, word = sentence.words[place - 1], sentence.words[place]
    if word.folded in _AND:
        rest = sentence.part(place + 1)
    elif _BREAKS & {*sentence.text[before.end : word.start]}:
        rest = sentence.part(place)
    else:
        return None
    while rest.words and rest.words[0].folded in _AND:
        rest = rest.part(1)
    return rest if rest.words else None


def _also_said(sentence: Sentence) -> SaidCount | None:
    """« écrit 5 lettres », « 5 lettres à Gap », « j'ai écrit 5 lettres »: what follows another."""
    if (found := said(sentence)) is not None:
        return found
    if sentence.words and _is_done(sentence.words[0].folded):
        begun = _past_words_between(sentence.part(1))
        return _counted(begun) or _of_their_own(begun)
    counted = _counted(sentence)
    if counted is None or not counted.rest.words or counted.rest.words[0].folded in _GOING_ON:
        return counted
    return None


def begins_with(words: Sequence[str], unit: str) -> bool:
    """Whether a unit of people's own is what these folded words begin with, of one or of several:
    « 12 autocollants à Nice » of « autocollant »."""
    wanted = [singular(one) for one in read(unit).folded]
    return bool(wanted) and [singular(one) for one in words[: len(wanted)]] == wanted


def of_ours(words: Sequence[str]) -> Unit | None:
    """The first of our units that is among these folded words."""
    return next((BY_WORD[one] for one in words if one in BY_WORD), None)


def _of_their_own(begun: Sentence) -> SaidCount | None:
    """« J'ai collé 12 autocollants »"""
    amount, length = _number(begun.folded)
    rest = begun.part(length)
    if amount is None or not rest.words or rest.folded[0].isdecimal():
        return None
    return SaidCount(_in_range(amount, begun), None, rest)


def _unclear(begun: Sentence) -> SaidCount | None:
    """« J'ai distribué des tracts », « entre 10 et 20 tracts »"""
    for place, word in enumerate(begun.folded):
        if word in BY_WORD:
            return SaidCount(None, BY_WORD[word], begun.part(place + 1))
    return None


def _in_range(amount: int, sentence: Sentence) -> int | None:
    """Nothing that a sentence begins with « -5 » was added."""
    return amount if 1 <= amount <= COUNT_MAX and not _is_negative(sentence) else None


def _is_negative(sentence: Sentence) -> bool:
    before = sentence.text[: sentence.words[0].start]
    return bool(_SIGN.search(before))


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
    amount, length = _number(sentence.folded)
    folded = sentence.folded[length:]
    unit = BY_WORD.get(folded[0]) if folded else None
    if amount is None or unit is None:
        return None
    return SaidCount(_in_range(amount, sentence), unit, sentence.part(length + 1))


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
