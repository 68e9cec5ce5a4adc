"""« Quel délai pour contester la délibération du 3 mars ? »: which rule, and from which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain import civil, said_days, spoken
from bot.domain.dates import english_words
from bot.domain.dates.months import day_of
from bot.domain.dates.pieces import Dated, Weekday
from bot.domain.dates.words import MONTHS, WEEKDAYS
from bot.domain.refusals import Reason, Refused
from bot.domain.sentences import Phrases, Sentence, phrases, read

OPENINGS: Final = phrases(
    *("quel délai", "quels délais", "quel est le délai", "c'est quoi le délai", "quelle échéance"),
    *("combien de temps", "jusqu'à quand", "on a jusqu'à quand", "j'ai combien de temps"),
    *("on a combien de temps", "what deadline", "what is the deadline", "what's the deadline"),
    *("how long", "until when", "what time limit", "what is the time limit", "how much time"),
    *("délai", "le délai", "délais", "les délais", "échéance", "deadline", "the deadline"),
    *("time limit", "the time limit", "j'ai jusqu'à quand", "il reste combien de temps"),
)
# Asked behind what it is about: « la délibération est publiée, on a jusqu'à quand ? »
CLOSINGS: Final = phrases(
    *("jusqu'à quand", "on a jusqu'à quand", "j'ai jusqu'à quand", "quel délai", "quels délais"),
    *("quel est le délai", "on a combien de temps", "j'ai combien de temps", "combien de temps"),
    *(
        "c'est quoi le délai",
        "what is the deadline",
        "what's the deadline",
        "how long",
        "until when",
    ),
    *("how long do we have", "how long do i have"),
)
_GRACIOUS: Final = phrases("recours gracieux", "reconsider")
_DOCUMENTS: Final = phrases("demande de documents", "documents", "request for documents")
_REFUSALS: Final = phrases(
    *("refus", "refusé", "refusée", "refusés", "refuse", "rejet", "rejeté", "rejetée"),
    *("refusal", "refused", "rejected"),
)
_DECISIONS: Final = ("the decision", "a decision", "decision of the", "council decision")
_REQUESTS: Final = phrases("demande", "recours", "saisine", "request", "reconsider", "appeal")
# The first of which every part is named wins: a challenge to the town hall is one to a
# deliberation, too.
_NAMED: Final[tuple[tuple[str, tuple[Phrases, ...]], ...]] = (
    ("fr.gracieux.tribunal", (_GRACIOUS, _REFUSALS + phrases("tribunal", "to court", "in court"))),
    ("fr.gracieux.refus_implicite", (_GRACIOUS, phrases("sans réponse", "silence", "no answer"))),
    ("fr.gracieux.depot", (_GRACIOUS,)),
    ("fr.cada.tribunal", (phrases("après la cada", "after the cada"),)),
    ("fr.cada.saisine", (phrases("saisir la cada", "saisine de la cada", "apply to the cada"),)),
    ("fr.cada.saisine", (_DOCUMENTS, _REFUSALS)),
    ("fr.cada.refus_implicite", (_DOCUMENTS,)),
    ("eu.rgpd.acces", (phrases("rgpd", "données personnelles", "gdpr"),)),
    ("fr.marche.tarn_et_garonne", (phrases("marché", "contract"),)),
    ("fr.rep.arrete", (phrases("arrêté", "order"),)),
    ("fr.convocation", (phrases("convocation", "convoquer", "notice of"),)),
    ("fr.rep.deliberation", (phrases("délibération", "délib", "deliberation", *_DECISIONS),)),
    ("fr.cada.saisine", (phrases("cada"),)),
)
_OF_WHAT_COMES: Final = {"fr.convocation"}  # the sitting is to come
_FROM_A_REFUSAL: Final = {"fr.gracieux.tribunal", "fr.cada.saisine", "fr.cada.tribunal"}
_BEFORE_A_DAY: Final = {"du", "le", "de", "d", "of", "from", "on", "the"}
_BEFORE_A_NUMBER: Final = {"du", "le"}
_DAYS_ALONE: Final = {"hier", "avant", "aujourd", "yesterday", "today"}
_WEEKDAYS: Final = {name for name in (*WEEKDAYS, *english_words.DAYS) if len(name) > len("mar")}
_MOST_PLACES: Final = 30  # where a day may begin, each looked at once
_DAY_WORDS: Final = 5  # « lundi 3 mars 2027 », and one more


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of the pack and the day that sets it off."""

    rule: str
    began: date


@dataclass(frozen=True, slots=True)
class _Said:
    """A day, None where its month is missing, and the position of its first word."""

    day: date | None
    start: int


def asked(said: str, today: date) -> Asked:
    """What somebody asks for; a day without its year is the last one that was; that of a
    sitting, the next.

    Raises Refused: ASKED_WHICH_RULE, ASKED_WHICH_DAY, ASKED_SEVERAL_DAYS, ASKED_REFUSAL_DAY.
    """
    sentence = read(said)
    rule = next((id_ for id_, parts in _NAMED if _names_all(sentence, parts)), None)
    if rule is None:
        raise Refused(Reason.ASKED_WHICH_RULE)
    found = _days(sentence, today, ahead=rule in _OF_WHAT_COMES)
    if not found and rule in _FROM_A_REFUSAL:
        raise Refused(Reason.ASKED_REFUSAL_DAY)
    if len({one.day for one in found}) > 1:
        raise Refused(Reason.ASKED_SEVERAL_DAYS)
    if not found or found[0].day is None:
        raise Refused(Reason.ASKED_WHICH_DAY)
    if rule in _FROM_A_REFUSAL and not _is_of_a_refusal(sentence.part(0, found[0].start)):
        raise Refused(Reason.ASKED_REFUSAL_DAY)
    return Asked(rule, found[0].day)


def _names_all(sentence: Sentence, parts: tuple[Phrases, ...]) -> bool:
    return all(_last_named(sentence, names) is not None for names in parts)


def _last_named(sentence: Sentence, names: Phrases) -> int | None:
    """The position where one of these is named last."""
    starts = range(len(sentence.words) - 1, -1, -1)
    return next((start for start in starts if sentence.part(start).after(names)), None)


def _is_of_a_refusal(before: Sentence) -> bool:
    """Whether a refusal is what was said last before a day: in « le refus de mon recours du 3
    novembre », it is the challenge's day."""
    refusal, request = _last_named(before, _REFUSALS), _last_named(before, _REQUESTS)
    return refusal is not None and (request is None or request < refusal)


def _days(sentence: Sentence, today: date, *, ahead: bool) -> list[_Said]:
    """Every day that is said, in their order. Raises Refused beyond so many places."""
    places = [start for start in range(len(sentence.words)) if _may_begin(sentence, start)]
    if len(places) > _MOST_PLACES:
        raise Refused(Reason.ASKED_WHICH_DAY)
    found: list[_Said] = []
    end = 0
    for start in places:
        if start < end:  # « de la semaine » within a day
            continue
        day, end = _day_at(sentence, start, today, ahead=ahead)
        if day is not None or _is_bare(sentence, start):
            found.append(_Said(day, start))
    return found


def _may_begin(sentence: Sentence, start: int) -> bool:
    before = sentence.words[start - 1].folded if start else ""
    if before in _BEFORE_A_DAY or sentence.words[start].folded in _DAYS_ALONE:
        return True
    return _begins_a_date(*sentence.folded[start : start + 2])


def _begins_a_date(word: str, after: str = "") -> bool:
    """« délibération 15 mars 2027 », « publiée lundi 15 mars », “of March 15”."""
    if word.isdecimal():
        return after in MONTHS or after in english_words.MONTHS
    return word in _WEEKDAYS or (word in english_words.MONTHS and after.isdecimal())


def _is_bare(sentence: Sentence, start: int) -> bool:
    """« le 10 », which is a day of some month."""
    is_said = sentence.words[start - 1].folded in _BEFORE_A_NUMBER if start else False
    return is_said and sentence.part(start, start + 1).written.isdecimal()


def _day_at(sentence: Sentence, start: int, today: date, *, ahead: bool) -> tuple[date | None, int]:
    """The longest day that begins there, and where it ends."""
    for end in range(min(start + _DAY_WORDS, len(sentence.words)), start, -1):
        if day := _day(sentence.part(start, end).written, today, ahead=ahead):
            return day, end
    return None, start + 1


def _day(said: str, today: date, *, ahead: bool) -> date | None:
    """None where these words are no day."""
    try:
        return civil.read(said)
    except Refused:
        return _without_year(said, today, ahead=ahead)


def _without_year(said: str, today: date, *, ahead: bool) -> date | None:
    try:
        return _coming(said, today) if ahead else _gone(said, today)
    except Refused:
        return None


def _gone(said: str, today: date) -> date | None:
    """« 3 mars », « hier », « lundi dernier »; « lundi » alone says too little."""
    pieces = spoken.pieces(said)
    is_weekday = any(isinstance(one, Weekday) and not one.weeks for one in pieces)
    return None if is_weekday and len(pieces) == 1 else said_days.past(said, today)


def _coming(said: str, today: date) -> date | None:
    match spoken.pieces(said):
        case [Dated(month=int(month), year=None) as dated]:
            # 29 February is eight years away at most, around 2100.
            years = range(today.year, today.year + 9)
            days = (day_of(year, month, dated.day) for year in years)
            return next((day for day in days if day and day >= today), None)
    return None
