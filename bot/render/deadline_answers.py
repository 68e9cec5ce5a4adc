"""What is answered to who asks for a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.deadlines import Deadline
from bot.domain.kept_deadlines import NINE, DeadlineState
from bot.domain.sittings import Sitting
from bot.domain.wordings import Wording
from bot.ports.chat import Message
from bot.render import dates, sittings
from bot.render import deadlines as words
from bot.render.deadline_cards import Card, buttons, what
from bot.render.escaping import escape
from bot.render.shortening import fitting
from bot.render.texts import Texts

_ROOM: Final = 1_800


def computed(deadline: Deadline, always: Wording, texts: Texts) -> Message:
    """The day first, then each step of its reasoning, who says so, and the caveats entire."""
    return Message("\n".join([words.head(deadline, texts), *explained(deadline, always, texts)]))


def asked(deadline: Deadline, always: Wording, texts: Texts, *, by_publication: bool) -> Message:
    """The same for who asked in a sentence, which names a deliberation by its sitting."""
    message = computed(deadline, always, texts)
    if not by_publication:
        return message
    doubt = texts.say(
        "-# Je compte comme si la publication avait eu lieu ce jour-là : plus tardive, elle "
        "repousse la date (`/échéance calculer`)."
    )
    return replace(message, content=f"{message.content}\n{doubt}")


def explained(deadline: Deadline, always: Wording, texts: Texts) -> list[str]:
    """How a day was counted, from the first step to the caveats."""
    steps = enumerate(words.reasoning(deadline, texts), start=1)
    return [
        *(f"{place}. {sentence}" for place, sentence in steps),
        f"-# {words.footing(deadline, texts)}",
        f"-# {words.caveat(deadline, always, texts)}",
    ]


def added(card: Card, texts: Texts, zone: ZoneInfo) -> Message:
    """It is kept: where and when people are reminded of it, who live in `zone`."""
    morning = Sitting(card.kept.due, NINE, card.kept.zone)
    nine = dates.time(datetime.combine(morning.day, NINE), texts.locale)
    said = texts.say(
        "📌 {city} : au plus tard le {day}\n{what}\n"
        "Je le rappelle 14, 7 et 2 jours avant, et le jour même à {time}.",
        time=sittings.with_clock(nine, morning, texts, zone),
        city=card.town,
        day=_day(card, texts),
        what=what(card, texts),
    )
    steps = [] if card.counted is None else explained(card.counted, card.always, texts)
    return Message("\n".join([said, *steps]), buttons=buttons(card, texts))


def taken(card: Card, texts: Texts) -> Message:
    return Message(
        texts.say(
            "Merci, tu t'en charges : {what}, {city}, au plus tard le {day}. Je te le rappellerai "
            "aussi en privé.",
            what=what(card, texts),
            city=card.town,
            day=_day(card, texts),
        )
    )


def finished(card: Card, texts: Texts) -> Message:
    facts = {"what": what(card, texts), "city": card.town}
    return Message(texts.say("C'est noté, merci : {what}, {city}, c'est fait.", **facts))


def moved(card: Card, texts: Texts) -> Message:
    return Message(
        texts.say(
            "C'est déplacé : {what}, {city}, au plus tard le {day}. Je préviens qui en avait reçu "
            "un rappel.",
            what=what(card, texts),
            city=card.town,
            day=_day(card, texts),
        )
    )


def listed(cards: Sequence[Card], texts: Texts, now: datetime) -> Message:
    """What is open, the first due first."""
    if not cards:
        return Message(
            texts.say(
                "Aucune échéance n'est ouverte.\n"
                "Pour en garder une : `/échéance ajouter`. Pour compter : `/échéance calculer`."
            )
        )
    lines = [texts.say("**Échéances**"), *(_line(one, texts, now) for one in cards)]
    shown = fitting(lines, _ROOM)
    if len(shown) < len(lines):
        shown.append(texts.say("La suite ville par ville : `/échéance liste` et son nom."))
    return Message("\n".join(shown))


def _line(card: Card, texts: Texts, now: datetime) -> str:
    """`- mardi 18 mai 2027 (dans 7 jours) : Forcalquier, Recours contre une délibération`"""
    said = texts.say(
        "- {day} ({left}) : {city}, {what}",
        day=_day(card, texts),
        left=_left(card, texts, now),
        city=card.town,
        what=what(card, texts),
    )
    return texts.say("{said} · prise", said=said) if card.kept.taker else said


def _left(card: Card, texts: Texts, now: datetime) -> str:
    left = card.kept.days_left(now)
    if left == 0:
        return texts.say("aujourd'hui")
    if left < 0:
        return texts.say("passée")
    return texts.count("demain", "dans {n} jours", left)


def explaining(card: Card, zone: ZoneInfo, texts: Texts) -> Message:
    """Where its day comes from, and each change of it."""
    kept = card.kept
    facts = {"city": card.town, "what": what(card, texts), "day": _day(card, texts)}
    lines = [texts.say("{city}, {what} : au plus tard le {day}", **facts)]
    if not kept.basis.rule:
        lines.append(texts.say("C'est une date que votre collectif a choisie."))
    elif card.counted is not None:
        lines += explained(card.counted, card.always, texts)
    else:
        lines.append(texts.say("Je ne sais plus compter cette règle : faites vérifier la date."))
    if card.is_supposed:
        lines.append(texts.say("Publication supposée le jour de la séance."))
    for one in card.moves:
        lines.append(
            texts.say(
                "{since} : déplacée du {before} au {after}",
                since=dates.moment(one.at, zone, texts, year=True),
                before=dates.day(one.before, texts.locale, year=True),
                after=dates.day(one.after, texts.locale, year=True),
            )
            + (texts.say(" ({why})", why=escape(one.why)) if one.why else "")
        )
    if kept.state is DeadlineState.MOVED:
        lines.append(texts.say("Cette date, choisie par une personne, l'emporte sur la règle."))
    return Message("\n".join(lines), buttons=buttons(card, texts))


def _day(card: Card, texts: Texts) -> str:
    return dates.day(card.kept.due, texts.locale, year=True)
