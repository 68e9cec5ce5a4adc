"""What somebody who talks to Vigie wants: a small grammar, in French and in English.

An intention is a function from a sentence to an intent, or to None where it is not meant. They
are asked in their order, and the first that understands answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain import asked_deadlines, leading, mending, places, said_counts, several, spoken
from bot.domain.communes import TOWN, Commune, Registry
from bot.domain.dates.english import in_french
from bot.domain.dates.pieces import Dated
from bot.domain.dates.spotting import may_name_a_date
from bot.domain.ids import CityId
from bot.domain.leading import Place
from bot.domain.refusals import Refused
from bot.domain.sentences import Sentence, phrases, read, vocabulary
from bot.domain.several import Named
from bot.domain.units import Unit

_CHOICES_MAX: Final = 5


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
    """« Prochain vote à Lyon ? »; of what those who ask follow, where no city is said."""

    cities: tuple[CityId, ...] = ()


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
    """« J'ai distribué 20 tracts »; in a city, where one is surely said."""

    amount: int
    unit: Unit
    city: CityId | None = None


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
    | Leads
    | VoteSaid
    | Polite
    | Help
    | NotUnderstood
)
Intention = Callable[[Sentence, Registry], Intent | None]

_LEADS: Final = phrases(
    *("bonjour", "bonsoir", "salut", "coucou", "hello", "hi", "hey", "vigie", "alors", "dis"),
    *("dis moi", "dites", "dites moi", "dis donc", "s'il te plaît", "s'il vous plaît", "stp"),
    *("svp", "please", "peux tu me dire", "tu peux me dire", "pouvez vous me dire", "sais tu"),
    *("est ce que tu sais", "est ce que tu peux me dire", "je voudrais savoir", "tell me"),
    *("j'aimerais savoir", "on voudrait savoir", "can you tell me", "could you tell me"),
    *("do you know", "good morning", "good evening"),
)
_CLOSINGS: Final = phrases(
    *("s'il te plaît", "s'il vous plaît", "stp", "svp", "merci", "merci d'avance", "vigie"),
    *("merci beaucoup", "please", "thanks", "thank you", "aujourd'hui", "maintenant"),
    *("en ce moment", "actuellement", "à présent", "now", "today", "right now", "at the moment"),
)
_VERBS: Final = phrases("stand", "stands", "doing", "standing", "at")
_HELP: Final = phrases(
    *("aide", "à l'aide", "aide moi", "aidez moi", "j'ai besoin d'aide", "help", "help me"),
    *("que sais tu faire", "tu sais faire quoi", "qu'est ce que tu sais faire", "commandes"),
    *("que peux tu faire", "tu peux faire quoi", "qu'est ce que tu peux faire", "à quoi tu sers"),
    *("tu sers à quoi", "qui es tu", "t'es qui", "who are you"),
    *("à quoi sers tu", "comment ça marche", "comment tu marches", "comment tu fonctionnes"),
    *("what can you do", "what do you do", "how does this work", "how do you work", "commands"),
)
_STATUS: Final = phrases(
    *("où en est", "où en es", "où en est on", "où en sont", "où en sommes nous", "où en sont ils"),
    *("on en est où", "on en est où avec", "où on en est", "où est ce qu'on en est"),
    *("qu'en est il", "qu'en est", "quoi de neuf", "quoi de nouveau", "quelles nouvelles"),
    *(
        "quelle est la situation",
        "c'est quoi la situation",
        "quel est le statut",
        "quel est l'état",
    ),
    *("des nouvelles", "du nouveau", "il y a du nouveau", "que se passe t il", "il se passe quoi"),
    *("qu'est ce qui se passe", "qu'est ce qu'il se passe", "qu'est ce qu'il y a", "que sait on"),
    *("on sait quoi", "que sais tu", "tu sais quoi", "parle moi", "parlez moi", "statut"),
    *("ville statut", "statut ville", "situation", "état", "état des lieux", "point", "le point"),
    *("where does", "where do", "where is", "where are we", "how is", "how's", "what about"),
    *("how about", "status", "city status", "what is the status", "what's the status"),
    *(
        "what is up",
        "what's up",
        "what is new",
        "what's new",
        "any news",
        "news",
        "what is going on",
    ),
    *("what's going on", "what is happening", "what's happening", "what do you know"),
)
_CAMERAS: Final = phrases(
    *("quelles caméras", "quelles sont les caméras", "combien de caméras", "quels projets"),
    *("quels sont les projets", "y a t il des caméras", "il y a des caméras", "y a des caméras"),
    *("est ce qu'il y a des caméras", "qu'est ce qu'il y a comme caméras", "quelle surveillance"),
    *("y a t il des projets", "quelle vidéosurveillance", "que sait on des caméras"),
    *("which cameras", "what cameras", "how many cameras", "are there cameras", "which projects"),
    *("what projects", "are there any cameras", "what surveillance"),
)
_OURS: Final = phrases(
    *("chez nous", "chez moi", "par chez nous", "dans ma ville", "dans notre ville", "ma ville"),
    *("notre ville", "ma commune", "notre commune", "dans ma commune", "dans notre commune"),
    *("ici", "par ici", "dans le coin", "at home", "here", "in my town", "in our town"),
    *("in our city", "in my city", "our city", "our town", "my city", "my town", "around here"),
)
_REMIND: Final = phrases(
    *("rappelle moi", "rappelez moi", "tu me rappelles", "tu peux me rappeler", "rappel moi"),
    *("rappeler moi", "rappelles moi"),
    *("me rappeler", "rappelle le moi", "n'oublie pas de me rappeler", "pense à me rappeler"),
    *("peux tu me rappeler", "pouvez vous me rappeler", "remind me", "can you remind me"),
)
_COUNCILS: Final = ("conseil", "conseil municipal", "conseil communal")
_WHEN: Final = ("", "à quand", "quand est", "c'est quand", "quand a lieu", "quand se tient")
# What a council votes on is what Vigie knows of its sittings.
_NEXT_COUNCIL: Final = (
    *(
        f"{asked} {the} prochain {one}"
        for asked in _WHEN
        for the in ("", "le")
        for one in _COUNCILS
    ),
    *(
        f"{asked} {the} prochaine séance {of}"
        for asked in _WHEN
        for the in ("", "la")
        for of in ("", *(f"du {one}" for one in _COUNCILS))
    ),
    *("next council", "next council meeting", "when is the next council"),
    *("when is the next council meeting", "next sitting", "when is the next sitting"),
)
_NEXT_VOTE: Final = phrases(
    *_NEXT_COUNCIL,
    *(
        "prochain vote",
        "le prochain vote",
        "quel est le prochain vote",
        "quand est le prochain vote",
    ),
    *("c'est quand le prochain vote", "quand a lieu le prochain vote", "à quand le prochain vote"),
    *("quand vote t on", "quand est ce qu'on vote", "prochains votes", "les prochains votes"),
    *("quels votes", "quels sont les prochains votes", "y a t il un vote", "il y a un vote"),
    *("y a un vote", "y a des votes", "quel vote", "quels vote", "quelle vote"),
    *("où en sont les votes", "où en est le vote", "et le vote", "et les votes"),
    *("est ce qu'il y a un vote", "y aura t il un vote", "il y aura un vote", "y a vote"),
    *("c'est quand le vote", "quand est le vote", "quand a lieu le vote", "c'est quand vote"),
    *("c'est quoi le prochain vote", "c'est quand qu'on vote", "on vote quand", "quand on vote"),
    *(
        f"à quelle heure {when} {what}"
        for when in ("est", "c'est", "commence", "a lieu")
        for what in ("le vote", "le conseil", "la séance", "le prochain vote")
    ),
    *("when's the next vote", "when's the vote", "what time is the vote"),
    *("c'est pour quand le vote", "quand vote le conseil", "quand est ce que le conseil vote"),
    *("quand est ce que ça vote", "what vote", "which vote", "any vote", "any votes"),
    *("are there any votes", "what votes", "which votes"),
    *("y a t il un vote prévu", "un vote est prévu", "un vote est il prévu", "des votes"),
    *(
        f"{asked} {votes} à venir"
        for asked in ("", "les", "quels", "quels sont les", "y a t il des", "il y a des", "des")
        for votes in ("votes", "vote")
    ),
    *(
        f"{asked} {one}"
        for asked in ("date", "la date", "quelle date", "quelle est la date", "jour", "le jour")
        for one in ("du prochain vote", *(f"du prochain {council}" for council in _COUNCILS))
    ),
    *("dates des prochains votes", "les dates des prochains votes", "date des prochains votes"),
    *("c'est quand le conseil", "c'est quand le conseil municipal", "quand est le conseil"),
    *("c'est quand le prochain conseil", "c'est quand le prochain conseil municipal"),
    *("quand est le prochain conseil", "quand a lieu le conseil", "quand se réunit le conseil"),
    *("quand est le conseil municipal", "quand a lieu le conseil municipal"),
    *("when is the council", "when does the council meet", "when is the next council"),
    *(
        "next vote",
        "when is the next vote",
        "when is the vote",
        "is there a vote",
        "upcoming votes",
    ),
)
_ASKED_LAST: Final = phrases(
    *("c'est quand", "ce sera quand", "quand", "c'est pour quand", "bientôt", "prochainement"),
    *("prévu", "prévus", "de prévu", "cette semaine", "ce mois ci", "ce mois", "soon", "this week"),
    *("la semaine prochaine", "next week", "this month"),
)
_GREETINGS: Final = vocabulary("bonjour bonsoir salut coucou hello hi hey morning evening")
_THANKS: Final = vocabulary("merci thanks thank")
_AROUND: Final = vocabulary(
    "a tous toutes tout le monde toi vous vigie super parfait top cool génial bien ça va comment "
    "beaucoup bcp d'avance infiniment encore there all everyone you so much very good ok et"
)
_MOST_THANKED: Final = 7  # words, all in all
_MOST_DAY_WORDS: Final = 7  # « lundi 14 décembre 2026 à 18h »
_WHAT_TO_DO: Final = phrases(
    *("qu'est ce que je peux faire", "que puis je faire", "je peux faire quoi", "quoi faire"),
    *("qu'est ce qu'on peut faire", "que peut on faire", "on peut faire quoi", "on fait quoi"),
    *("qu'est ce qu'il y a à faire", "il y a quoi à faire", "y a quoi à faire", "que faire"),
    *("qu'est ce que je fais", "qu'est ce qu'on fait", "qu'est ce qu'il reste à faire"),
    *("il reste quoi à faire", "que reste t il à faire", "comment aider", "comment vous aider"),
    *("comment je peux aider", "comment puis je aider", "je peux aider", "je veux aider"),
    *("j'ai du temps", "quelles tâches", "quelles sont les tâches", "les tâches", "tâches"),
    *("tâche liste", "liste des tâches", "prendre une tâche", "je veux prendre une tâche"),
    *("what can i do", "what can we do", "how can i help", "how can we help", "can i help"),
    *("what is there to do", "what needs doing", "tasks", "which tasks", "task list", "to do"),
)
_AND: Final = phrases("et", "and", "about", "et pour", "et sinon")


_TO_HELP: Final = phrases(
    "pour aider", "pour vous aider", "to help", "comme tâche", "cette semaine"
)


def understand(text: str, registry: Registry) -> Intent:
    """What a text asks for, whoever wrote it and at whatever length (500 characters are read)."""
    whole = read(text)
    intent = _meant(whole, registry)
    if isinstance(intent, NotUnderstood) and (meant := mending.mended(whole, _KNOWN)) != whole:
        intent = _meant(meant, registry)
    return intent


def speaks_of(text: str) -> leading.Topic | None:
    """What a text that is not understood is about, however it is spelled."""
    return leading.topic(mending.mended(read(text), _KNOWN))


def _meant(whole: Sentence, registry: Registry) -> Intent:
    sentence = whole.stripped(_LEADS, _CLOSINGS)
    for intention in _INTENTIONS:
        if (intent := intention(sentence, registry)) is not None:
            return intent
    return _polite(whole, sentence) or NotUnderstood()


def _polite(whole: Sentence, left: Sentence) -> Polite | None:
    """« Bonjour Vigie ! », « merci pour ton aide »; whoever thanks needs no answer more."""
    words = {*whole.folded}
    is_bare = not left.words or words <= _GREETINGS | _THANKS | _AROUND
    if words & _THANKS and (is_bare or whole.folded[0] in _THANKS):
        return Polite(thanks=True) if is_bare or len(words) <= _MOST_THANKED else None
    return Polite(thanks=False) if words & _GREETINGS and is_bare else None


def _help(sentence: Sentence, registry: Registry) -> Intent | None:
    return Help() if sentence.folded in _HELP else None


def _remind_me(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Rappelle-moi demain soir : tracts »: to the very end, whatever closes other sentences."""
    about = sentence.after(_REMIND)
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
    if place is Place.REMINDERS or not about.words or about.folded in _OURS:
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
    """« à Gap lundi 14 décembre » is about Gap; « à Paris 3 » has no day."""
    for length in range(min(_MOST_DAY_WORDS, len(about.words)), 0, -1):
        at = len(about.words) - length
        try:
            said = spoken.pieces(about.part(at).written)
        except Refused:
            continue
        if not any(isinstance(one, Dated) and one.is_bare for one in said[:1]):
            return about.part(0, at)
    return about


def _deadline(sentence: Sentence, registry: Registry) -> Intent | None:
    about = sentence.after(asked_deadlines.OPENINGS)
    if about is None and (last := sentence.stripped((), asked_deadlines.CLOSINGS)) != sentence:
        about = last
    return AskDeadline(about.written) if about is not None else None


def _what_to_do(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Qu'est-ce que je peux faire ? », « comment aider à Nice ? »"""
    about = sentence.after(_WHAT_TO_DO)
    if about is None:
        return None
    if not about.words or about.folded in _OURS or about.folded in _TO_HELP:
        return WhatToDo()
    named = _about(about, registry)
    return WhatToDo(named.city) if isinstance(named, CityStatus) else None


def _i_did(sentence: Sentence, registry: Registry) -> Intent | None:
    """« J'ai distribué 20 tracts à Nice »; where, only where a city is surely named."""
    found = said_counts.said(sentence)
    if found is None:
        return None
    named = _about(found.rest, registry) if found.rest.words else None
    city = named.city if isinstance(named, CityStatus) else None
    return IDid(found.amount, found.unit, city)


def _our_city(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Qu'est-ce qui se passe chez nous ? », « et chez nous ? »"""
    for openings in (_STATUS, _CAMERAS, _AND):
        about = sentence.after(openings)
        if about is not None and about.folded in _OURS:
            return OurCity()
    return OurCity() if sentence.folded in _OURS else None


def _next_vote(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Prochain vote à Lyon ? », « le prochain vote chez nous »"""
    about = sentence.after(_NEXT_VOTE)
    if about is None:
        return None
    about = about.stripped((), _ASKED_LAST)
    rest = _without_day(about)
    if not rest.words or about.folded in _OURS or rest.folded in _OURS:
        return NextVote()
    match asked := _about(about, registry) or _about(rest, registry):
        case None:
            name = places.unknown_name(rest)
            return UnknownCity(name) if name else None
        case CityStatus(city):
            return NextVote((city,))
        case SeveralCities(named):
            known = tuple(one.city for one in named if isinstance(one, CityStatus))
            return NextVote(known) if known else SeveralCities(tuple(map(_of_vote, named)))
        case WhichCity():
            return _of_vote(asked)
        case _:
            return asked


def _of_vote(asked: OneCity) -> OneCity:
    """Whose next vote is asked for, once one knows which it is."""
    return replace(asked, of_vote=True) if isinstance(asked, WhichCity) else asked


def _cameras(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Quelles caméras à Nîmes ? », when it names a city."""
    return _about(sentence.after(_CAMERAS), registry)


def _city_status(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Où en est Nice ? », « statut de Lyon », « what about Marseille? »"""
    about = sentence.after(_STATUS)
    if about is None:
        return None
    about = about.stripped((), _VERBS)
    if (named := _about(about, registry)) is not None:
        return named
    name = places.unknown_name(about)
    return UnknownCity(name) if name else None


def _next_city(sentence: Sentence, registry: Registry) -> Intent | None:
    """« Et à Nice ? », when it names a city."""
    return _about(sentence.after(_AND), registry)


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
    *(_LEADS, _CLOSINGS, _HELP, _STATUS, _CAMERAS, _REMIND, _NEXT_VOTE, _ASKED_LAST, _WHAT_TO_DO),
    *(asked_deadlines.OPENINGS, asked_deadlines.CLOSINGS),
    *(openings for _, openings in leading.OPENINGS),
)
