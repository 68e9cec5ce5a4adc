"""A request for documents told stage by stage, with what can happen next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.document_requests import Event, Request, Stage
from bot.domain.wordings import Wording
from bot.ports.chat import Button, Message
from bot.render import dates
from bot.render import deadlines as counted_words
from bot.render.escaping import escape
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:request:"
_LABEL: Final = 100
EVENT_NAMES: Final = {
    Event.DOCUMENTS: N_("Documents reçus"),
    Event.REFUSAL: N_("Refus reçu"),
    Event.REGISTERED: N_("CADA saisie"),
    Event.OPINION: N_("Avis reçu"),
    Event.FILED: N_("Tribunal saisi"),
    Event.JUDGED: N_("Jugement rendu"),
    Event.RECEIVED: N_("Demande reçue par la mairie"),
    Event.ABANDONED: N_("Abandon"),
}
_OFFERED: Final = {
    Stage.REQUESTED: (Event.DOCUMENTS, Event.REFUSAL),
    Stage.REFUSED: (Event.REGISTERED, Event.DOCUMENTS),
    Stage.CADA: (Event.DOCUMENTS, Event.REFUSAL, Event.OPINION),
    Stage.CONFIRMED: (Event.FILED, Event.DOCUMENTS),
    Stage.COURT: (Event.JUDGED, Event.DOCUMENTS),
}
_ENDS: Final = {
    Stage.OBTAINED: N_("📌 {city}, documents obtenus : bravo, c'est fini"),
    Stage.CLOSED: N_("📌 {city}, documents : affaire close"),
    Stage.ABANDONED: N_("📌 {city}, documents : demande abandonnée"),
}


@dataclass(frozen=True, slots=True)
class RequestCard:
    """`counted` is the deadline of its stage, None where no rule counts it; `opinion` the day
    around which the CADA should answer."""

    request: Request
    town: str
    counted: Deadline | None
    always: Wording
    opinion: date | None

    @property
    def label(self) -> str:
        """`Forcalquier · convention avec Wintics`"""
        return f"{self.town} · {self.request.what}"[:_LABEL]


def told(card: RequestCard, texts: Texts) -> Message:
    """Where it stands, until when, and what may come next."""
    request = card.request
    what = texts.say("**Quoi** {what}", what=escape(request.what))
    lines = [*_stage(card, texts), what]
    if card.counted is not None:
        lines.append(f"-# {counted_words.caveat(card.counted, card.always, texts)}")
    buttons = tuple(
        Button(texts.say(EVENT_NAMES[event]), f"{ACTION}{event}:{request.id}:{request.version}")
        for event in _OFFERED.get(request.stage, ())
    )
    return Message("\n".join(lines), buttons=buttons)


def _stage(card: RequestCard, texts: Texts) -> list[str]:
    request, city = card.request, card.town
    match request.stage:
        case Stage.REQUESTED:
            return _requested(card, texts)
        case Stage.REFUSED:
            return _refused(card, texts)
        case Stage.CADA:
            head = texts.say(
                "📌 {city}, documents : CADA saisie, réponse d'ici le {day}",
                city=city,
                day=_due(card, texts),
            )
            opinion = _day(card.opinion or request.began, texts)
            return [head, texts.say("Étape 3 sur 4. Avis attendu vers le {day}.", day=opinion)]
        case Stage.CONFIRMED:
            return _confirmed(card, texts)
        case Stage.COURT:
            began = _day(request.began, texts)
            return [
                texts.say("📌 {city}, documents : tribunal saisi le {day}", city=city, day=began)
            ]
        case Stage.FORECLOSED:
            return [
                texts.say("⏰ {city}, documents : le délai est passé", city=city),
                texts.say(
                    "Vérifiez si les délais vous avaient été indiqués (CRPA L112-6) ; sinon, ils "
                    "peuvent ne pas vous être opposés. Ou faites une nouvelle demande, différente."
                ),
            ]
        case ended:
            return [texts.say(_ENDS[ended], city=city)]


def _requested(card: RequestCard, texts: Texts) -> list[str]:
    request = card.request
    head = texts.say(
        "📌 {city}, documents demandés : réponse d'ici le {day}",
        city=card.town,
        day=_due(card, texts),
    )
    began = _day(request.began, texts)
    if request.is_supposed:
        return [
            head,
            texts.say(
                "Reçue le {day} (date supposée). Pas de réponse : c'est un refus.", day=began
            ),
        ]
    return [head, texts.say("Reçue le {day}. Pas de réponse : c'est un refus.", day=began)]


def _refused(card: RequestCard, texts: Texts) -> list[str]:
    facts = {"city": card.town, "day": _day(card.request.began, texts)}
    head = (
        texts.say("⏰ {city}, documents : pas de réponse, c'est un refus ({day})", **facts)
        if card.request.by_silence
        else texts.say("📌 {city}, documents refusés le {day}", **facts)
    )
    assert card.counted is not None
    # Readings of this time limit differ by a day: its caveat says the day before.
    last = _day(card.counted.due - timedelta(days=1), texts)
    return [head, texts.say("Étape 2 sur 4 : saisir la CADA au plus tard le {day}.", day=last)]


def _confirmed(card: RequestCard, texts: Texts) -> list[str]:
    assert card.counted is not None
    return [
        texts.say(
            "⏰ {city}, documents : tribunal administratif jusqu'au {day}",
            city=card.town,
            day=_due(card, texts),
        ),
        texts.say(
            "Étape 4 sur 4. Date prudente : {day}.",
            day=_day(card.counted.prudent or card.counted.due, texts),
        ),
    ]


def _due(card: RequestCard, texts: Texts) -> str:
    assert card.counted is not None
    return _day(card.counted.due, texts)


def _day(day: date, texts: Texts) -> str:
    return dates.day(day, texts.locale, year=True)
