"""The words of what people asked to be reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.dates.local import of_instant
from bot.domain.ids import PersonId
from bot.domain.own_reminders import Own
from bot.domain.quiet import Quiet
from bot.domain.reminders import ReminderState, is_late
from bot.ports.chat import Button, Message, Style
from bot.render import dates, whens
from bot.render.escaping import escape
from bot.render.shortening import fitting, shorten
from bot.render.texts import Texts

ACTION: Final = "vigie:reminder:"  # what is done, and the reminder's number
LIST_ACTION: Final = f"{ACTION}list"
CONFIRM: Final = "confirm"
_ROOM: Final = 1900  # characters of a list
_SHORT: Final = 60  # of each in it


def told(own: Own, texts: Texts, now: datetime) -> Message:
    """What comes when it is due, with what can be answered."""
    words, at = escape(own.reminder.words), own.reminder.at
    if not is_late(at, now):
        return Message(
            texts.say("⏰ Rappel : « {words} »", words=words), buttons=_answers(own, texts)
        )
    lines = [
        texts.say(
            "⏰ En retard {by} : « {words} », prévu {when}",
            by=dates.by(now - at, texts),
            words=words,
            when=_planned(at, now, own.zone, texts),
        ),
        texts.say("J'étais à l'arrêt. Pardon."),
    ]
    return Message("\n".join(lines), buttons=_answers(own, texts))


def late(span: timedelta | None, texts: Texts) -> list[str]:
    """`Ce rappel arrive avec 2 heures de retard.`, where it does: what it is about is not late."""
    if span is None:
        return []
    late = dates.lasting(span, texts)
    return [texts.say("Ce rappel arrive avec {span} de retard.", span=late)]


def _planned(at: datetime, now: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """`à 14h`, and the day where it was another one."""
    if at.astimezone(zone).date() != now.astimezone(zone).date():
        return dates.moment(at, zone, texts)
    return texts.say("à {time}", time=dates.time(at.astimezone(zone), texts.locale))


def _answers(own: Own, texts: Texts) -> tuple[Button, ...]:
    id_ = own.reminder.id
    return (
        Button(texts.say("Fait"), f"{ACTION}done:{id_}", Style.MAIN),
        Button(texts.say("Dans 1 heure"), f"{ACTION}hour:{id_}"),
        Button(texts.say("Demain"), f"{ACTION}tomorrow:{id_}"),
    )


def noted(own: Own, texts: Texts) -> Message:
    """What became of it, to who asked, or answered it."""
    words = escape(own.reminder.words)
    match own.reminder.state:
        case ReminderState.DONE:
            return Message(texts.say("C'est fait : « {words} ».", words=words))
        case ReminderState.CANCELLED:
            return Message(texts.say("C'est annulé : « {words} ».", words=words))
        case ReminderState.PENDING | ReminderState.SNOOZED:
            return Message(
                texts.say(
                    "C'est noté : {when}, je te rappelle en privé « {words} ».",
                    when=_when(own, texts),
                    words=words,
                ),
                buttons=(Button(texts.say("Annuler"), f"{ACTION}cancel:{own.reminder.id}"),),
            )
        case _:
            return Message(
                texts.say("« {words} », c'était {when}.", words=words, when=_when(own, texts))
            )


def _when(own: Own, texts: Texts) -> str:
    return whens.echo(of_instant(own.reminder.occurs, own.zone), texts)


def proposed(own: Own, texts: Texts) -> Message:
    """What was understood of a sentence, for who said it to confirm."""
    return Message(
        texts.say(
            "⏰ {when} : « {words} ». Je te le rappelle en privé ?",
            when=_capital(_when(own, texts)),
            words=escape(own.reminder.words),
        ),
        buttons=(
            Button(texts.say("Programmer"), f"{ACTION}{CONFIRM}:{own.reminder.id}", Style.MAIN),
        ),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(owned: Sequence[Own], texts: Texts) -> Message:
    """What is to come, the next first, each with a button that cancels it."""
    if not owned:
        return Message(
            texts.say("Tu n'as pas de rappel à venir. Pour en programmer un : `/rappel moi`.")
        )
    numbered = list(enumerate(owned, start=1))
    lines = fitting((f"{number}. {_line(own, texts)}" for number, own in numbered), _ROOM)
    buttons = (
        Button(texts.say("Annuler le {n}", n=number), f"{ACTION}cancel:{own.reminder.id}")
        for number, own in numbered[: len(lines)]
    )
    return Message("\n".join([texts.say("Tes rappels :"), *lines]), buttons=tuple(buttons))


def _line(own: Own, texts: Texts) -> str:
    when, words = _when(own, texts), escape(shorten(own.reminder.words, _SHORT))
    if own.reminder.state is ReminderState.MISSED:
        return texts.say(
            "{when} : « {words} » (pas arrivé, tes messages privés me sont fermés)",
            when=when,
            words=words,
        )
    return texts.say("{when} : « {words} »", when=when, words=words)


def closed(person: PersonId | None, texts: Texts) -> Message:
    """In a channel, to somebody who takes no private messages: what waits is nobody's affair.

    None for who has had Vigie forget them since.
    """
    if person is None:
        return Message(texts.say("⏰ Un rappel attendait une personne, qui a effacé ses données."))
    return Message(
        texts.say(
            "⏰ {who} : un rappel t'attend, mais tes messages privés me sont fermés. "
            "Il est dans `/rappel liste`.",
            who=f"<@{person}>",
        )
    )


def quiet(hours: Quiet | None, texts: Texts, *, shared: bool) -> Message:
    """The quiet hours of a person, or those `shared` by a collective."""
    if hours is None:
        if shared:
            return Message(
                texts.say(
                    "Le collectif n'a pas d'heures calmes : les rappels partent à leur heure. "
                    "Pour en choisir : `début` et `fin`."
                )
            )
        return Message(
            texts.say(
                "Tu n'as pas d'heures calmes : tes rappels arrivent à leur heure. "
                "Pour en choisir : `début` et `fin`."
            )
        )
    begins, ends = (_hour(at, texts) for at in (hours.begins, hours.ends))
    if shared:
        return Message(
            texts.say(
                "Heures calmes du collectif : de {begins} à {ends}. Un rappel attend leur fin, "
                "sauf quand ce serait trop tard.",
                begins=begins,
                ends=ends,
            )
        )
    return Message(
        texts.say(
            "Tes heures calmes : de {begins} à {ends}. Un rappel attend leur fin, "
            "sauf quand ce serait trop tard.",
            begins=begins,
            ends=ends,
        )
    )


def _hour(at: time, texts: Texts) -> str:
    return dates.time(datetime.combine(date.min, at), texts.locale)
