"""Before a sitting, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.attending import Coming
from bot.domain.sittings import Sitting
from bot.ports.chat import Button, Message, Style
from bot.render import dates, reminders, sittings
from bot.render.escaping import escape
from bot.render.task_cards import counted
from bot.render.texts import N_, Texts
from bot.render.votes import HEADLINE, VoteCard, answers, fitted, what

RESULT_ACTION: Final = "vigie:vote:result:"
_SOON: Final = timedelta(hours=12)  # after the end: what is asked later is asked late
_A_DAY: Final = timedelta(days=1)


def reminded(
    card: VoteCard, texts: Texts, now: datetime, *, late: timedelta | None = None
) -> Message:
    """A sitting to come, or one that has begun; `late` where that was to be told earlier."""
    head, *rest = _head(card, texts, now)
    lines = [head, *reminders.late(late, texts), *rest, *_who(card, texts)]
    return Message("\n".join(lines), buttons=answers(card, texts))


def _head(card: VoteCard, texts: Texts, now: datetime) -> list[str]:
    """`⏰ Forcalquier, vote dans 7 jours : lundi 14 décembre à 18h30`"""
    sitting, city = card.vote.sitting, card.town
    if sitting.hour is None:
        return [_before(card, texts, now), texts.say("L'heure n'est pas connue.")]
    if now >= sitting.begins:
        time = _time(card, texts)
        return [texts.say("⏰ {city}, la séance a commencé à {time}", city=city, time=time)]
    days = _days_left(sitting, now)
    if days < 2 and now.astimezone(sitting.zone).date() != now.astimezone(card.zone).date():
        left, when = _left(sitting, texts, now), sittings.moment(sitting, texts, card.zone)
        # « Demain » there is another day here.
        return [texts.say("⏰ {city}, vote dans {left} : {when}", city=city, left=left, when=when)]
    return [_before(card, texts, now)] if days else _today(card, texts, now)


def _before(card: VoteCard, texts: Texts, now: datetime) -> str:
    facts = {"city": card.town, "when": sittings.moment(card.vote.sitting, texts, card.zone)}
    days = _days_left(card.vote.sitting, now)
    if days > 1:
        return texts.say("⏰ {city}, vote dans {n} jours : {when}", n=days, **facts)
    if days == 1:
        return texts.say("⏰ {city}, vote demain : {when}", **facts)
    return texts.say("⏰ {city}, vote aujourd'hui : {when}", **facts)


def _days_left(sitting: Sitting, now: datetime) -> int:
    return (sitting.day - now.astimezone(sitting.zone).date()).days


def _time(card: VoteCard, texts: Texts) -> str:
    sitting = card.vote.sitting
    assert sitting.hour is not None
    time = dates.time(datetime.combine(sitting.day, sitting.hour), texts.locale)
    return sittings.with_clock(time, sitting, texts, card.zone)


def _today(card: VoteCard, texts: Texts, now: datetime) -> list[str]:
    city, time, place = card.town, _time(card, texts), escape(card.vote.place)
    said, where = texts.say("⏰ {city}, vote aujourd'hui à {time}", city=city, time=time), []
    if place:
        there = texts.say(
            "⏰ {city}, vote aujourd'hui à {time}, {place}", city=city, time=time, place=place
        )
        fits = len(there) <= HEADLINE
        said = there if fits else said
        where = [] if fits else [texts.say("**Où** {place}", place=place)]
    left = _left(card.vote.sitting, texts, now)
    soon = texts.say("Dans {left}. Séance publique, sans inscription.", left=left)
    return [said, *where, soon]


def _left(sitting: Sitting, texts: Texts, now: datetime) -> str:
    """`3 heures`, to the nearest: a reminder is sent some seconds after its time."""
    left = sitting.begins - now
    half = timedelta(minutes=30) if left >= timedelta(hours=1) else timedelta(seconds=30)
    return dates.lasting(left + half, texts)


def _who(card: VoteCard, texts: Texts) -> list[str]:
    said = [texts.say("**Quoi** {what}", what=what(card.vote, texts))]
    if coming := card.coming.get(Coming.YES, 0):
        said.append(texts.count("{n} personne vient.", "{n} personnes viennent.", coming))
    if card.missing:
        left = (counted(n, unit, texts) for n, unit in card.missing)
        said.append(texts.say("Il manque {left}.", left=", ".join(left)))
    return said


def result_asked(card: VoteCard, texts: Texts, now: datetime) -> Message:
    """The sitting is over; who was there? Late, it says that Vigie was not."""
    button = Button(texts.say("Donner le résultat"), f"{RESULT_ACTION}{card.vote.id}", Style.MAIN)
    asked = texts.say("Qui connaît le résultat ?")
    if now - card.vote.sitting.ends > _SOON:
        was = _was(card.vote.sitting, texts, now)
        head = fitted(N_("⏰ {was} : vote {at}, {when}"), card, texts, was=was)
        asked = texts.say("J'étais à l'arrêt. Qui connaît le résultat ?")
    else:
        head = fitted(N_("🗳️ Le vote {at} a dû avoir lieu {when}"), card, texts)
    about = texts.say("**Quoi** {what}", what=what(card.vote, texts))
    return Message("\n".join([head, about, asked]), buttons=(button,))


def _was(sitting: Sitting, texts: Texts, now: datetime) -> str:
    """« C'était hier », or how long ago."""
    days = (now.astimezone(sitting.zone).date() - sitting.day).days
    if days == 0:
        return texts.say("C'était aujourd'hui")
    if days == 1:
        return texts.say("C'était hier")
    return texts.say("C'était {ago}", ago=dates.ago(days * _A_DAY, texts))


def habits(offsets: Sequence[timedelta], texts: Texts) -> Message:
    """How long before a sitting this collective is reminded."""
    if not offsets:
        return Message(
            texts.say(
                "Je ne vous rappelle aucun vote. Pour changer : `/vote rappels` et "
                "« 7 jours, 2 jours, 3 heures »."
            )
        )
    spans = texts.both(dates.exactly(one, texts) for one in offsets)
    said = texts.say("Je vous rappelle chaque vote {spans} avant la séance.", spans=spans)
    if max(offsets) < _A_DAY:
        said += " " + texts.say("Si son heure n'est pas connue : la veille.")
    return Message(said)
