"""What somebody who talks to Vigie wants: a small grammar, in French and in English.

An intention is a function from a sentence to an intent, or to None where it is not meant. They
are asked in their order, and the first that understands answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import (
    asked_deadlines,
    leading,
    mending,
    places,
    said_counts,
    several,
    spoken,
    thanking,
    vague,
)
from bot.domain import intent_words as words
from bot.domain.communes import TOWN, Commune, Registry
from bot.domain.dates.english import in_french
from bot.domain.dates.pieces import Dated
from bot.domain.dates.spotting import may_name_a_date
from bot.domain.ids import CityId
from bot.domain.leading import Place
from bot.domain.refusals import Refused
from bot.domain.said_counts import SaidCount
from bot.domain.sentences import Sentence, read
from bot.domain.several import Named
from bot.domain.units import Unit

_CHOICES_MAX: Final = 5
_MOST_DONE: Final = 5  # counts of one sentence
_MOST_DAY_WORDS: Final = 7  # « lundi 14 décembre 2026 à 18h »


@dataclass(frozen=True, slots=True)
class CityStatus:
    """« Où en est Nice ? »"""

    city: CityId


@dataclass(frozen=True, slots=True)
class WhichCity:
    """« Où en est Saint-Denis ? »: several have the name; the five biggest, biggest first, and
    how many `more` there are. `of_vote`: its next vote was asked for."""

    name: str
    choices: tuple[CityId, ...]
    more: int = 0
    of_vote: bool = False


@dataclass(frozen=True, slots=True)
class UnknownCity:
    """« Où en est Trifouilly ? »: no city of the registry has this name, given as typed."""

    name: str


OneCity = CityStatus | WhichCity | UnknownCity


@dataclass(frozen=True, slots=True)
class SeveralCities:
    """« Où en sont Nice et Marseille ? »: two or more, in the order in which they were named."""

    cities: tuple[OneCity, ...]


@dataclass(frozen=True, slots=True)
class OurCity:
    """« Qu'est-ce qui se passe chez nous ? »: the city that those who ask follow."""


@dataclass(frozen=True, slots=True)
class RemindMe:
    """« Rappelle-moi jeudi à 18h : imprimer »: when and of what, as it was said."""

    said: str


@dataclass(frozen=True, slots=True)
class NextVote:
    """« Prochain vote à Lyon ? »; of what those who ask follow, where no city is said. `day`: of
    that one, as it was said."""

    cities: tuple[CityId, ...] = ()
    day: str = ""


@dataclass(frozen=True, slots=True)
class AskDeadline:
    """« Quel délai pour contester la délibération du 3 mars ? »: of what, as it was said."""

    said: str


@dataclass(frozen=True, slots=True)
class WhatToDo:
    """« Qu'est-ce que je peux faire ? »; in a city, where one is surely said."""

    city: CityId | None = None


@dataclass(frozen=True, slots=True)
class IDid:
    """« J'ai distribué 20 tracts »; in a city, where one is surely said. `amount` None where it is
    not clear how many; `unit` None where it is none of ours, but what the folded `words` begin
    with."""

    amount: int | None
    unit: Unit | None
    city: CityId | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeveralDone:
    """« J'ai distribué 20 tracts et écrit 5 lettres »"""

    each: tuple[IDid, ...]


@dataclass(frozen=True, slots=True)
class Leads:
    """« Mes rappels », « le résultat du vote à Gap ? »: where a button leads; of a city, where one
    is surely said."""

    to: Place
    city: CityId | None = None


@dataclass(frozen=True, slots=True)
class VoteSaid:
    """« Y'a un vote à Gap jeudi 10 décembre à 18h sur la vidéosurveillance »: told, not asked."""

    said: str


@dataclass(frozen=True, slots=True)
class Polite:
    """« Bonjour ! », « merci ! », and no more."""

    thanks: bool


@dataclass(frozen=True, slots=True)
class Help:
    """« Que sais-tu faire ? »"""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Anything else."""


Intent = (
    OneCity
    | SeveralCities
    | OurCity
    | NextVote
    | RemindMe
    | AskDeadline
    | WhatToDo
    | IDid
    | SeveralDone
    | Leads
    | VoteSaid
    | Polite
    | Help
    | NotUnderstood
)
Intention = Callable[[Sentence, Registry], Intent | None]


def understand(text: str, registry: Registry) -> Intent:
    """What a text asks for, whoever wrote it and at whatever length (500 characters are read)."""
    whole = read(text)
    intent = _meant(whole, registry)
    if not isinstance(intent, NotUnderstood) or leading.is_denied(whole):
        return intent
    meant = mending.mended(whole, _KNOWN)
    return intent if meant == whole else _meant(meant, registry)


def speaks_of(text: str) -> leading.Topic | None:
    """What a text that is not understood is about, however it is spelled."""
    return leading.topic(mending.mended(read(text), _KNOWN))


def _meant(whole: Sentence, registry: Registry) -> Intent:
    if (thanked := thanking.parted(whole)) is not None:
        rest, is_all = thanked
        return _wanted(rest, registry) or (Polite(thanks=True) if is_all else NotUnderstood())
    return _wanted(whole, registry) or _polite(whole) or NotUnderstood()


def _wanted(whole: Sentence, registry: Registry) -> Intent | None:
    sentence = whole.stripped(words.LEADS, words.CLOSINGS)
    found = (intention(sentence, registry) for intention in _INTENTIONS)
    return next((intent for intent in found if intent is not None), None)


def _polite(whole: Sentence) -> Polite | None:
    """« Bonjour Vigie ! », « super, merci »"""
    typed = {*whole.folded}
    left = whole.stripped(words.LEADS, words.CLOSINGS)
    if left.words and not typed <= words.GREETINGS | words.THANKS | words.AROUND:
        return None
    if typed & words.THANKS:
        return Polite(thanks=True)
    return Polite(thanks=False) if typed & words.GREETINGS else None


def _help(sentence: Sentence, registry: Registry) -> Intent | None:
    return Help() if sentence.folded in words.HELP else None


def _remind_me(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Rappelle-moi demain soir : tracts »: to the very end, whatever closes other sentences."""
    about = sentence.after(words.REMIND)
    if about is None:
        return None
    return RemindMe(about.text[about.words[0].start :] if about.words else "")


def _leads(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Mes rappels », « quelles échéances à Forcalquier ? », « je viens au vote de Gap »"""
    found = leading.led(sentence)
    if found is None:
        return None
    place, about = found
    if place is Place.REPORT and _is_dated(about):
        return VoteSaid(about.written)
    if place is Place.REMINDERS or not about.words or about.folded in words.OURS:
        return Leads(place)
    match named := _about(about, registry) or _about(_without_day(about), registry):
        case CityStatus(city):
            return Leads(place, city)
        case WhichCity():
            return named
        case _:
            return Leads(place) if not _without_day(about).words else None


def _vote_said(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Y'a un vote à Gap jeudi 10 décembre à 18h », told with its day."""
    about = leading.told(sentence)
    if about is None or not about.words:
        return None
    return VoteSaid(about.text[about.words[0].start :]) if _is_dated(about) else None


def _is_dated(about: Sentence) -> bool:
    french = in_french(about.written) or ""
    return may_name_a_date(about.written) or may_name_a_date(french)


def _without_day(about: Sentence) -> Sentence:
    """« à Gap lundi 14 décembre » and « à Gap en mars » are about Gap; « à Paris 3 » has no day."""
    for length in range(min(_MOST_DAY_WORDS, len(about.words)), 0, -1):
        at = len(about.words) - length
        if _is_day(about.part(at)) or vague.is_in_a_month(about.folded[at:]):
            return about.part(0, at)
    return about


def _day_in(about: Sentence) -> str:
    """« lundi », at the end or at the beginning, as it was said; empty where no day is."""
    last = about.part(len(_without_day(about).words))
    if last.words:
        return last.written if _is_day(last) else ""
    lengths = range(min(_MOST_DAY_WORDS, len(about.words)), 0, -1)
    return next((part.written for n in lengths if _is_day(part := about.part(0, n))), "")


def _is_day(part: Sentence) -> bool:
    try:
        said = spoken.pieces(part.written)
    except Refused:
        return False
    return not any(isinstance(one, Dated) and one.is_bare for one in said[:1])


def _deadline(sentence: Sentence, registry: Registry) -> Intent | None:
    about = sentence.after(asked_deadlines.OPENINGS)
    if about is None and (last := sentence.stripped((), asked_deadlines.CLOSINGS)) != sentence:
        about = last
    return AskDeadline(about.written) if about is not None else None


def _what_to_do(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Qu'est-ce que je peux faire ? », « comment aider à Nice ? »"""
    about = sentence.after(words.WHAT_TO_DO)
    if about is None:
        return None
    if not about.words or about.folded in words.OURS or about.folded in words.TO_HELP:
        return WhatToDo()
    named = _about(about, registry)
    return WhatToDo(named.city) if isinstance(named, CityStatus) else None


def _i_did(sentence: Sentence, registry: Registry) -> Intent | None:
    """« J'ai distribué 20 tracts à Nice »; where, only where a city is surely named."""
    found = said_counts.all_said(sentence)[:_MOST_DONE]
    done = tuple(dict.fromkeys(_done(one, registry) for one in found))
    return SeveralDone(done) if len(done) > 1 else next(iter(done), None)


def _done(said: SaidCount, registry: Registry) -> IDid:
    named = _about(said.rest, registry) if said.rest.words else None
    city = named.city if isinstance(named, CityStatus) else None
    return IDid(said.amount, said.unit, city, said.rest.folded if said.unit is None else ())


def _our_city(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Qu'est-ce qui se passe chez nous ? », « et chez nous ? »"""
    for openings in (words.STATUS, words.CAMERAS, words.AND):
        about = sentence.after(openings)
        if about is not None and about.folded in words.OURS:
            return OurCity()
    return OurCity() if sentence.folded in words.OURS else None


def _next_vote(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Prochain vote à Lyon ? », « le prochain vote chez nous »"""
    about = sentence.after(words.NEXT_VOTE)
    if about is None or _is_of_another_council(about) or leading.is_denied(sentence):
        return None
    about = about.stripped((), words.ASKED_LAST)
    rest, day = _without_day(about), _day_in(about)
    if not rest.words or about.folded in words.OURS or rest.folded in words.OURS:
        return NextVote(day=day)
    match asked := _about(about, registry) or _about(rest, registry):
        case None:
            name = places.unknown_name(rest)
            return UnknownCity(name) if name else None
        case CityStatus(city):
            return NextVote((city,), day)
        case SeveralCities(named):
            known = tuple(one.city for one in named if isinstance(one, CityStatus))
            return NextVote(known, day) if known else SeveralCities(tuple(map(_of_vote, named)))
        case WhichCity():
            return _of_vote(asked)
        case _:
            return asked


def _is_of_another_council(about: Sentence) -> bool:
    """« Prochain conseil de classe », « prochaine séance de cinéma à Nice »"""
    first, second = (*about.folded[:2], "", "")[:2]
    return first in words.OTHER_COUNCILS or (first in words.OF and second in words.OTHER_COUNCILS)


def _of_vote(asked: OneCity) -> OneCity:
    """Whose next vote is asked for, once one knows which it is."""
    return replace(asked, of_vote=True) if isinstance(asked, WhichCity) else asked


def _cameras(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Quelles caméras à Nîmes ? », when it names a city."""
    return _about(sentence.after(words.CAMERAS), registry)


def _city_status(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Où en est Nice ? », « statut de Lyon », « what about Marseille? »"""
    about = sentence.after(words.STATUS)
    if about is None:
        return None
    about = about.stripped((), words.VERBS)
    if (named := _about(about, registry)) is not None:
        return named
    name = places.unknown_name(about)
    return UnknownCity(name) if name else None


def _next_city(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Et à Nice ? », when it names a city."""
    return _about(sentence.after(words.AND), registry)


def _city_alone(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Nice ? », « à La Rochelle », « Nice et Nîmes »; « Vire ? », which must be asked about."""
    if len(found := several.listed_alone(sentence, registry)) > 1:
        return _all_of(found)
    for name in places.named_alone(sentence):
        communes = registry.named(name)
        if communes and (not several.is_word(name) or _may_be_asked(name, communes)):
            return _one_of(communes, name)
        if several.begins_with_article(name):  # « La Ville » is none of the Villes
            return None
    return None


def _may_be_asked(name: str, communes: Sequence[Commune]) -> bool:
    """Of a word that is a city's name as well: « Vire », where several are and one is a town."""
    is_town = any(one.population >= TOWN for one in communes)
    has_capital = name[:1].isupper() and not several.begins_with_article(name)
    return len(communes) > 1 and is_town and has_capital


def _about(about: Sentence | None, registry: Registry) -> Intent | None:
    """The city or the cities that a question names; None where it names none."""
    if about is None:
        return None
    named = several.listed(about, registry)
    known = [one for one in named if one.communes]
    if known and len(named) > 1:
        return _all_of(named)
    name, found = places.name_in(about, registry)
    if found:
        return _one_of(found, name)
    return _all_of(known) if known else None


def _all_of(named: Sequence[Named]) -> Intent:
    each = dict.fromkeys(
        _one_of(one.communes, one.name) if one.communes else UnknownCity(one.name) for one in named
    )
    first, *others = each
    return SeveralCities((first, *others)) if others else first


def _one_of(found: Sequence[Commune], said: str) -> CityStatus | WhichCity:
    if len(found) == 1:
        return CityStatus(found[0].code)
    same_name = len({commune.name for commune in found}) == 1
    name = found[0].name if same_name else said
    choices = tuple(commune.code for commune in found[:_CHOICES_MAX])
    return WhichCity(name, choices, len(found) - len(choices))


_INTENTIONS: Final[tuple[Intention, ...]] = (
    *(_help, _remind_me, _leads, _deadline, _what_to_do, _i_did, _vote_said, _next_vote),
    *(_our_city, _cameras, _city_status, _next_city, _city_alone),
)
_KNOWN: Final = mending.vocabulary(
    *(words.LEADS, words.CLOSINGS, words.HELP, words.STATUS, words.CAMERAS, words.REMIND),
    *(words.NEXT_VOTE, words.ASKED_LAST, words.WHAT_TO_DO),
    *(asked_deadlines.OPENINGS, asked_deadlines.CLOSINGS),
    *(openings for _, openings in leading.OPENINGS),
)
