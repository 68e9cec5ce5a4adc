"""A request for documents told stage by stage, with what can happen next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.deadlines import Deadline
from bot.domain.document_requests import Event, Request, Stage
from bot.domain.wordings import Wording
from bot.ports.chat import Button, Message
from bot.render import dates, deadline_cards, reminders
from bot.render import deadlines as counted_words
from bot.render import which_day as which_days
from bot.render.escaping import escape
from bot.render.texts import N_, Texts

ACTION: Final = "vigie:request:"
ON_ACTION: Final = "vigie:request:on:"  # an event, a request, its version and a day follow
OTHER_DAY_ACTION: Final = "vigie:request:other:"  # an event and a request follow
FORM: Final = "vigie:request:form:"  # an event, a request and its version follow
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
    Stage.OBTAINED: (Event.REFUSAL,),
}
_AWAITED: Final = frozenset({Stage.REQUESTED, Stage.CADA})  # else it is for people to act
_WHICH_DAY: Final = {
    Event.REFUSAL: N_("📌 {city}, documents : quel jour le refus a-t-il été reçu ?"),
    Event.REGISTERED: N_("📌 {city}, documents : quel jour la CADA l'a-t-elle enregistrée ?"),
    Event.FILED: N_("📌 {city}, documents : quel jour le tribunal a-t-il été saisi ?"),
}
_ENDS: Final = {
    Stage.OBTAINED: N_("📌 {city}, documents obtenus : bravo, c'est fini"),
    Stage.CLOSED: N_("📌 {city}, documents : affaire close"),
    Stage.ABANDONED: N_("📌 {city}, documents : demande abandonnée"),
}


@dataclass(frozen=True, slots=True)
class RequestCard:
    """`counted` is the deadline of its stage, None where no rule counts it; `opinion` the day
    around which the CADA should answer, `opined` the one on which it did, None as long as nobody
    told; `was_registered` by it."""

    request: Request
    town: str
    counted: Deadline | None
    always: Wording
    opinion: date | None
    was_registered: bool
    opined: date | None = None

    @property
    def label(self) -> str:
        """`Forcalquier · convention avec Wintics`"""
        return f"{self.town} · {self.request.what}"[:_LABEL]


def told(card: RequestCard, texts: Texts) -> Message:
    """Where it stands, until when, and what may come next."""
    request = card.request
    what = texts.say("**Quoi** {what}", what=escape(request.what))
    lines = [*_stage(card, texts), what]
    if request.stage is Stage.OBTAINED:
        lines.append(texts.say("Une partie seulement ? C'est un refus du reste : dites-le."))
    if card.counted is not None:
        lines.append(f"-# {counted_words.caveat_followed(card.counted, card.always, texts)}")
    return Message("\n".join(lines), buttons=_buttons(card, texts))


def reminded(
    kept: deadline_cards.Card,
    card: RequestCard,
    texts: Texts,
    now: datetime,
    *,
    mine: bool,
    late: timedelta | None = None,
) -> Message:
    """Before the last day of its stage: an answer is awaited, or something is to be done; what may
    come of it is told in one click."""
    message = deadline_cards.reminded(kept, texts, now, mine=mine)
    lines, left = message.content.split("\n"), kept.kept.days_left(now)
    if card.request.stage in _AWAITED and left >= 0:
        what = texts.say("**Quoi** {what}", what=escape(card.request.what))
        lines[:2] = [_awaited(card, kept, left, texts), what]
    if left >= 0:
        lines[1:1] = reminders.late(late, texts)
    buttons = _buttons(card, texts)
    if kept.kept.taker is None:
        buttons = (*buttons, deadline_cards.taking(kept, texts))
    return replace(message, content="\n".join(lines), buttons=buttons)


def _awaited(card: RequestCard, kept: deadline_cards.Card, left: int, texts: Texts) -> str:
    """`⏰ Forcalquier, documents : réponse attendue dans 7 jours (jeudi 24 décembre 2026)`"""
    return texts.say(
        "⏰ {city}, documents : réponse attendue {left} ({day})",
        city=card.town,
        left=texts.count("demain", "dans {n} jours", left) if left else texts.say("aujourd'hui"),
        day=_day(kept.kept.due, texts),
    )


def _buttons(card: RequestCard, texts: Texts) -> tuple[Button, ...]:
    id_, version = card.request.id, card.request.version
    return tuple(
        Button(_name(event, card, texts), f"{ACTION}{event}:{id_}:{version}")
        for event in _offered(card)
    )


def asked(card: RequestCard, texts: Texts) -> Message:
    """To who asks to follow it: where it is told, too."""
    message, request = told(card, texts), card.request
    here = counted_words.here_alone(request.heard, request.channel, texts)
    return replace(message, content="\n".join([message.content, *here]))


def came(card: RequestCard, event: Event, texts: Texts) -> Message:
    """To those before whom somebody says what came of it: an opinion first, for it opens no stage
    of which the headline would be new."""
    message = told(card, texts)
    if event is not Event.OPINION or card.request.stage is Stage.CADA:
        return message
    _, *rest = message.content.split("\n")
    return replace(message, content="\n".join([_opinion(card, texts), _kept(card, texts), *rest]))


def _kept(card: RequestCard, texts: Texts) -> str:
    """What an opinion leaves as it was."""
    if card.request.stage is not Stage.CONFIRMED:
        return texts.say("Il ne change rien aux délais : le tribunal est saisi.")
    return texts.say(
        "Il ne change pas le délai : tribunal administratif jusqu'au {day}.", day=_due(card, texts)
    )


def _name(event: Event, card: RequestCard, texts: Texts) -> str:
    is_part = event is Event.REFUSAL and card.request.stage is Stage.OBTAINED
    return texts.say("Il en manque") if is_part else texts.say(EVENT_NAMES[event])


def _offered(card: RequestCard) -> tuple[Event, ...]:
    if card.request.stage is Stage.FORECLOSED:  # unless nobody told what was done in time
        return (Event.FILED,) if card.was_registered else (Event.REGISTERED,)
    offered = _OFFERED.get(card.request.stage, ())
    return tuple(one for one in offered if one is not Event.OPINION or card.opined is None)


def corrected(card: RequestCard, texts: Texts) -> Message:
    """For who was told that it stood elsewhere."""
    message = told(card, texts)
    head, *rest = message.content.split("\n")
    note = texts.say("✏️ Cela remplace ce que j'avais dit de cette demande.")
    return replace(message, content="\n".join([head, note, *rest]))


def what_came(card: RequestCard, texts: Texts) -> Message:
    """To who says that the deadline of a stage is done: the day of what was done counts."""
    message = told(card, texts)
    if not message.buttons:
        return message
    question = texts.say(
        "C'est une étape d'une demande de documents : qu'est-il arrivé ? Choisis ci-dessous.\n"
        "Autre chose, ou un abandon : `/échéance étape-documents`"
    )
    return replace(message, content=f"{question}\n{message.content}")


def which_day(
    card: RequestCard, event: Event, today: date, texts: Texts, *, first: date = date.min
) -> Message:
    """What happened is known, not when, and the next clock runs from that day; `first` is the
    earliest that may be offered."""
    request = card.request
    key = f"{event}:{request.id}"
    on, other = f"{ON_ACTION}{key}:{request.version}:", f"{OTHER_DAY_ACTION}{key}"
    what = texts.say("**Quoi** {what}", what=escape(request.what))
    said = texts.say("Le délai qui suit part de ce jour-là.")
    head = texts.say(_WHICH_DAY[event], city=card.town)
    buttons = which_days.buttons(today, on, other, texts, first=first)
    return Message("\n".join([head, what, said]), buttons=buttons)


def other_day(event: Event, texts: Texts) -> str:
    """What the form for a day that no button names is about."""
    return texts.say("{event} : quel jour ?", event=texts.say(EVENT_NAMES[event]))


def _stage(card: RequestCard, texts: Texts) -> list[str]:
    request, city = card.request, card.town
    match request.stage:
        case Stage.REQUESTED:
            return _requested(card, texts)
        case Stage.REFUSED:
            return _refused(card, texts)
        case Stage.CADA if card.opined is not None:
            said = texts.say(
                "Étape 3 sur 4. Il ne change pas le délai : sans réponse de la mairie d'ici le "
                "{day}, c'est un refus.",
                day=_due(card, texts),
            )
            return [_opinion(card, texts), said]
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
    last = _day(card.counted.act_by, texts)
    lines = [head, texts.say("Étape 2 sur 4 : saisir la CADA au plus tard le {day}.", day=last)]
    if card.request.is_supposed:
        lines.append(
            texts.say(
                "-# Réception supposée le jour de l'envoi. Le vrai jour : "
                "`/échéance étape-documents`"
            )
        )
    return lines


def _opinion(card: RequestCard, texts: Texts) -> str:
    assert card.opined is not None
    return texts.say(
        "📌 {city}, documents : avis de la CADA reçu le {day}",
        city=card.town,
        day=_day(card.opined, texts),
    )


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
