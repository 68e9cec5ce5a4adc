"""« Quel délai pour contester la délibération du 3 mars ? »: which rule, and from which day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain import asked_days
from bot.domain.asked_days import Meant
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
_OF_A_SITTING: Final = {"fr.rep.deliberation", "fr.marche.tarn_et_garonne", "fr.gracieux.depot"}
# What is asked where the day of the refusal, from which it counts, is missing.
_FROM_A_REFUSAL: Final = {
    "fr.gracieux.tribunal": Reason.ASKED_GRACIOUS_DAY,
    "fr.cada.saisine": Reason.ASKED_REFUSAL_DAY,
    "fr.cada.tribunal": Reason.ASKED_CADA_DAY,
}
_OF: Final = {"du", "de", "d", "of", "from"}
_FILED: Final = phrases(
    *("déposé", "déposée", "envoyé", "envoyée", "fait", "faite", "formé", "formée", "adressé"),
    *("adressée", "introduit", "introduite", "présenté", "présentée", "écrit", "écrite", "posté"),
    *("postée", "filed", "sent", "made", "lodged", "submitted"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule of the pack and the day that sets it off."""

    rule: str
    began: date


def asked(said: str, today: date, sittings: Collection[date] = ()) -> Asked:
    """What somebody asks for; a day without its year is the last one that was; that of a
    sitting, the next, as is what is decided at one of the known `sittings` to come.

    Raises Refused: ASKED_WHICH_RULE, ASKED_WHICH_DAY, ASKED_WHICH_WEEKDAY, ASKED_SEVERAL_DAYS,
    what asks for the day of a refusal, and why a day that is said is none.
    """
    sentence = read(said)
    rule = next((id_ for id_, parts in _NAMED if _names_all(sentence, parts)), None)
    if rule is None:
        raise Refused(Reason.ASKED_WHICH_RULE)
    known = sittings if rule in _OF_A_SITTING else ()
    meant = Meant(today, ahead=rule in _OF_WHAT_COMES, sittings=frozenset(known))
    found = asked_days.days(sentence, meant)
    if not found and rule in _FROM_A_REFUSAL:
        raise Refused(_FROM_A_REFUSAL[rule])
    if len({one.day for one in found}) > 1:
        raise Refused(Reason.ASKED_SEVERAL_DAYS)
    if (refused := next((one.refused for one in found if one.refused), None)) is not None:
        raise refused
    if not found or found[0].day is None:
        raise Refused(Reason.ASKED_WHICH_DAY)
    if rule in _FROM_A_REFUSAL and not _is_of_a_refusal(sentence.part(0, found[0].start)):
        raise Refused(_FROM_A_REFUSAL[rule])
    return Asked(rule, found[0].day)


def _names_all(sentence: Sentence, parts: tuple[Phrases, ...]) -> bool:
    return all(_last_named(sentence, names) is not None for names in parts)


def _last_named(sentence: Sentence, names: Phrases) -> int | None:
    """The position where one of these is named last."""
    starts = range(len(sentence.words) - 1, -1, -1)
    return next((start for start in starts if sentence.part(start).after(names)), None)


def _is_of_a_refusal(before: Sentence) -> bool:
    """Whether the day behind these words is a refusal's: « le refus du 3 novembre », « le refus du
    recours gracieux le 3 novembre »; « le refus de mon recours du 3 novembre » may be the day of
    the challenge, and « le refus du recours déposé le 3 novembre » is."""
    refusal, request = _last_named(before, _REFUSALS), _last_named(before, _REQUESTS)
    if refusal is None:
        return False
    if request is None or request < refusal:
        return True
    is_filed = _last_named(before.part(request), _FILED) is not None
    return not is_filed and before.folded[-1] not in _OF
