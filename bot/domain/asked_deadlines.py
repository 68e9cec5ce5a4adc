"""« Quel délai pour contester la délibération du 3 mars ? »: which rule, and from which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain import civil, said_days
from bot.domain.dates.months import day_of
from bot.domain.dates.pieces import Dated
from bot.domain.dates.reading import understood
from bot.domain.refusals import Reason, Refused
from bot.domain.sentences import Phrases, Sentence, phrases, read

OPENINGS: Final = phrases(
    *("quel délai", "quels délais", "quel est le délai", "c'est quoi le délai", "quelle échéance"),
    *("combien de temps", "jusqu'à quand", "on a jusqu'à quand", "j'ai combien de temps"),
    *("on a combien de temps", "what deadline", "what is the deadline", "what's the deadline"),
    *("how long", "until when", "what time limit", "what is the time limit"),
)
# The first that is named wins: a challenge to the town hall is one to a deliberation, too.
_NAMED: Final[tuple[tuple[str, Phrases], ...]] = (
    ("fr.gracieux.depot", phrases("recours gracieux", "reconsider")),
    ("fr.cada.tribunal", phrases("après la cada", "after the cada")),
    ("fr.cada.saisine", phrases("saisir la cada", "saisine de la cada", "apply to the cada")),
    (
        "fr.cada.refus_implicite",
        phrases("demande de documents", "documents", "request for documents"),
    ),
    ("eu.rgpd.acces", phrases("rgpd", "données personnelles", "gdpr")),
    ("fr.marche.tarn_et_garonne", phrases("marché", "contract")),
    ("fr.rep.arrete", phrases("arrêté", "order")),
    ("fr.convocation", phrases("convocation", "convoquer", "notice of")),
    ("fr.rep.deliberation", phrases("délibération", "délib", "deliberation")),
)
_OF_WHAT_COMES: Final = {"fr.convocation"}  # the sitting is to come
_BEFORE_A_DAY: Final = {"du", "le", "de", "of", "from", "on", "the"}
_DAY_WORDS: Final = 5  # « lundi 3 mars 2027 », and one more


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of the pack and the day that sets it off."""

    rule: str
    began: date


def asked(said: str, today: date) -> Asked:
    """What somebody asks for; a day without its year is the last one that was; that of a
    sitting, the next.

    Raises Refused: ASKED_WHICH_RULE, ASKED_WHICH_DAY.
    """
    sentence = read(said)
    rule = next((id_ for id_, names in _NAMED if _names(sentence, names)), None)
    if rule is None:
        raise Refused(Reason.ASKED_WHICH_RULE)
    for start, word in enumerate(sentence.words):
        if word.folded not in _BEFORE_A_DAY:
            continue
        for end in range(min(start + 1 + _DAY_WORDS, len(sentence.words)), start + 1, -1):
            said_day = sentence.part(start + 1, end).written
            if day := _day(said_day, today, ahead=rule in _OF_WHAT_COMES):
                return Asked(rule, day)
    raise Refused(Reason.ASKED_WHICH_DAY)


def _names(sentence: Sentence, names: Phrases) -> bool:
    starts = range(len(sentence.words))
    return any(sentence.part(start).after(names) is not None for start in starts)


def _day(said: str, today: date, *, ahead: bool) -> date | None:
    """None where these words are no day."""
    try:
        return civil.read(said)
    except Refused:
        return _without_year(said, today, ahead=ahead)


def _without_year(said: str, today: date, *, ahead: bool) -> date | None:
    try:
        found, _ = understood(said)
    except Refused:
        return None
    dated = [one for one in found if isinstance(one, Dated)]
    if len(found) != 1 or len(dated) != 1 or dated[0].month is None:
        return None
    if not ahead:
        return said_days.latest(dated[0], today)
    [said_day] = dated
    # 29 February is eight years away at most, around 2100.
    years = range(today.year, today.year + 9)
    days = (day_of(year, said_day.month or 0, said_day.day) for year in years)
    return next((day for day in days if day and day >= today), None)
