"""What is answered to who asks for a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.deadlines import Deadline
from bot.domain.kept_deadlines import NINE, DeadlineState, Move
from bot.domain.reminders import time_before
from bot.domain.sittings import Sitting
from bot.domain.wordings import Wording
from bot.ports.chat import Message
from bot.render import dates, sittings
from bot.render import deadlines as words
from bot.render.deadline_cards import Card, buttons, closing, left, prudent_day, what
from bot.render.escaping import escape
from bot.render.shortening import fitting
from bot.render.texts import Texts

_ROOM: Final = 1_800
_CLOSED: Final = 5  # past ones that are shown, each with its button


def computed(deadline: Deadline, always: Wording, texts: Texts, today: date) -> Message:
    """The day first, and whether it is over, then each step of its reasoning, who says so, and the
    caveats entire."""
    over = [texts.say("⚠️ C'est passé.")] if deadline.due < today else []
    lines = [words.head(deadline, texts), *over, *explained(deadline, always, texts)]
    return Message("\n".join(lines))


def asked(
    deadline: Deadline, always: Wording, texts: Texts, today: date, *, by_publication: bool
) -> Message:
    """The same for who asked in a sentence, which names a deliberation by its sitting."""
    message = computed(deadline, always, texts, today)
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


def added(card: Card, texts: Texts, now: datetime, zone: ZoneInfo) -> Message:
    """It is kept: when people are reminded of it, who live in `zone`, and how it was counted."""
    said = texts.say(
        "📌 {city} : au plus tard le {day}\n{what}",
        city=card.town,
        day=_day(card, texts),
        what=what(card, texts),
    )
    lines = [said, _reminders(card, texts, now, zone), *_eve(card, texts)]
    lines += words.here_alone(card.kept.heard, card.kept.channel, texts)
    if card.counted is not None:
        lines += explained(card.counted, card.always, texts)
    return Message("\n".join(lines), buttons=buttons(card, texts))


def _reminders(card: Card, texts: Texts, now: datetime, zone: ZoneInfo) -> str:
    """Those that are still to come."""
    kept, prudent = card.kept, prudent_day(card)
    offsets = kept.offsets_by(prudent)
    ahead = [one for one in offsets if time_before(kept.occurs, one, kept.zone) >= now]
    if not ahead:
        return texts.say("C'est aujourd'hui : je ne le rappelle plus.")
    morning = Sitting(kept.due, NINE, kept.zone)
    nine = dates.time(datetime.combine(morning.day, NINE), texts.locale)
    time = sittings.with_clock(nine, morning, texts, zone)
    if prudent is not None and any(one > kept.due - prudent for one in ahead):
        before = [str((one - (kept.due - prudent)).days) for one in ahead if one]
        return texts.say(
            "Je le rappelle {days} jours avant la date prudente ({day}), ce jour-là et le dernier "
            "jour, à {time}.",
            days=texts.say(" et ").join(filter(None, [", ".join(before[:-2]), before[-2]])),
            day=dates.day(prudent, texts.locale, year=True),
            time=time,
        )
    *days, last = [str(one.days) for one in ahead if one] or [""]
    if not last:
        return texts.say("Je le rappelle le jour même à {time}.", time=time)
    listed = texts.say(" et ").join(filter(None, [", ".join(days), last]))
    return texts.say(
        "Je le rappelle {days} jours avant, et le jour même à {time}.", days=listed, time=time
    )


def _eve(card: Card, texts: Texts) -> list[str]:
    """Why it is to be done the day before the one that its rule counts."""
    counted = card.counted
    if counted is None or counted.act_by == counted.due or card.kept.due != counted.act_by:
        return []
    return [texts.say("C'est la veille du jour compté, par prudence.")]


def taken(card: Card, texts: Texts, now: datetime) -> Message:
    """Thanks, with no promise where no reminder is to come."""
    kept, facts = card.kept, {"what": what(card, texts), "city": card.town}
    if kept.days_left(now) < 0:
        return Message(
            texts.say(
                "Merci, tu t'en charges : {what}, {city}. Le {day} est passé : je ne le rappelle "
                "plus.",
                **facts,
                day=_day(card, texts),
            )
        )
    if kept.occurs < now:
        return Message(
            texts.say(
                "Merci, tu t'en charges : {what}, {city}. C'est aujourd'hui : je ne le rappelle "
                "plus.",
                **facts,
            )
        )
    return Message(
        texts.say(
            "Merci, tu t'en charges : {what}, {city}, au plus tard le {day}. Je te le rappellerai "
            "aussi en privé.",
            **facts,
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
    """What was not said to be done, the latest first, each to be closed in one click; then what
    comes, the first due first."""
    if not cards:
        return Message(
            texts.say(
                "Aucune échéance n'est ouverte.\n"
                "Pour en garder une : `/échéance ajouter`. Pour compter : `/échéance calculer`."
            )
        )
    ahead = [one for one in cards if one.kept.days_left(now) >= 0]
    past = [one for one in reversed(cards) if one.kept.days_left(now) < 0]
    lines = _past(past, texts, now)
    if ahead:
        lines.append(texts.say("**À venir**") if past else texts.say("**Échéances**"))
    shown = fitting([*lines, *(_line(one, texts, now) for one in ahead)], _ROOM)
    if len(shown) < len(lines) + len(ahead):
        shown.append(texts.say("La suite ville par ville : `/échéance liste` et son nom."))
    return Message("\n".join(shown), buttons=tuple(closing(one, texts) for one in past[:_CLOSED]))


def _past(past: Sequence[Card], texts: Texts, now: datetime) -> list[str]:
    """What comes must not be hidden by a long past."""
    if not past:
        return []
    lines = [texts.say("**Passées**"), *(_line(one, texts, now) for one in past[:_CLOSED])]
    if more := len(past[_CLOSED:]):
        lines.append(texts.count("- et une autre, plus ancienne", "- et {n} plus anciennes", more))
    return lines


def _line(card: Card, texts: Texts, now: datetime) -> str:
    """`- mardi 18 mai 2027 (dans 7 jours) : Forcalquier, Recours contre une délibération`"""
    said = texts.say(
        "- {day} ({left}) : {city}, {what}",
        day=_day(card, texts),
        left=left(card, texts, now),
        city=card.town,
        what=what(card, texts),
    )
    return texts.say("{said} · quelqu'un s'en charge", said=said) if card.kept.taker else said


def explaining(card: Card, zone: ZoneInfo, texts: Texts) -> Message:
    """Where its day comes from, and each change of it."""
    kept = card.kept
    facts = {"city": card.town, "what": what(card, texts), "day": _day(card, texts)}
    lines = [texts.say("{city}, {what} : au plus tard le {day}", **facts)]
    if not kept.basis.rule:
        lines.append(texts.say("C'est une date que votre collectif a choisie."))
    elif card.counted is not None:
        lines += [*_eve(card, texts), *explained(card.counted, card.always, texts)]
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
            + _why(one, texts)
        )
    if kept.state is DeadlineState.MOVED:
        lines.append(texts.say("Cette date, choisie par une personne, l'emporte sur la règle."))
    return Message("\n".join(lines), buttons=buttons(card, texts))


def _why(move: Move, texts: Texts) -> str:
    if move.why:
        return texts.say(" ({why})", why=escape(move.why))
    return texts.say(" (recomptée)") if move.by is None else ""


def _day(card: Card, texts: Texts) -> str:
    return dates.day(card.kept.due, texts.locale, year=True)
