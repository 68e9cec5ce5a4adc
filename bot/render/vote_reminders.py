"""Before a sitting, and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.attending import Coming
from bot.domain.sittings import Sitting
from bot.ports.chat import Button, Message, Style
from bot.render import dates, sittings
from bot.render.escaping import escape
from bot.render.task_cards import counted
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.votes import VoteCard, answers, what

RESULT_ACTION: Final = "vigie:vote:result:"
_SOON: Final = timedelta(hours=12)  # after the end: what is asked later is asked late
_A_DAY: Final = timedelta(days=1)


def reminded(card: VoteCard, texts: Texts, now: datetime) -> Message:
    """A sitting to come, or one that has begun."""
    lines = [_head(card, texts, now), *_who(card, texts)]
    return Message("\n".join(lines), buttons=answers(card, texts))


def _head(card: VoteCard, texts: Texts, now: datetime) -> str:
    """`⏰ Forcalquier, vote dans 7 jours : lundi 14 décembre à 18h30`"""
    sitting, city = card.vote.sitting, card.commune.name
    days = (sitting.day - now.astimezone(sitting.zone).date()).days
    when = sittings.moment(sitting, texts)
    if days > 1:
        return texts.say("⏰ {city}, vote dans {n} jours : {when}", city=city, n=days, when=when)
    if days == 1:
        return texts.say("⏰ {city}, vote demain : {when}", city=city, when=when)
    return _today(card, texts, now)


def _today(card: VoteCard, texts: Texts, now: datetime) -> str:
    sitting, city = card.vote.sitting, card.commune.name
    place = escape(card.vote.place)
    if sitting.hour is None:
        return texts.say("⏰ {city}, vote aujourd'hui, heure à préciser", city=city)
    time = dates.time(datetime.combine(sitting.day, sitting.hour), texts.locale)
    if now >= sitting.begins:
        return texts.say("⏰ {city}, la séance a commencé à {time}", city=city, time=time)
    said = (
        texts.say(
            "⏰ {city}, vote aujourd'hui à {time}, {place}", city=city, time=time, place=place
        )
        if place
        else texts.say("⏰ {city}, vote aujourd'hui à {time}", city=city, time=time)
    )
    left = dates.lasting(sitting.begins - now, texts)
    soon = texts.say("Dans {left}. Séance publique, sans inscription.", left=left)
    return f"{said}\n{soon}"


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
    sitting = card.vote.sitting
    at, when = at_town(card.commune.name, texts), sittings.moment(sitting, texts)
    button = Button(texts.say("Donner le résultat"), f"{RESULT_ACTION}{card.vote.id}", Style.MAIN)
    if now - sitting.ends > _SOON:
        said = texts.say(
            "⏰ {was} : vote {at}, {when}\nJ'étais à l'arrêt. Qui connaît le résultat ?",
            was=_was(sitting, texts, now),
            at=at,
            when=when,
        )
    else:
        said = texts.say(
            "🗳️ Le vote {at} a dû avoir lieu, {when}\nQui connaît le résultat ?", at=at, when=when
        )
    return Message(said, buttons=(button,))


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
                "Je ne rappelle aucune séance ici. Pour changer : `/vote rappels` et « 7 jours »."
            )
        )
    said = ", ".join(dates.exactly(one, texts) for one in offsets)
    return Message(texts.say("Je rappelle chaque séance ici, avant : {said}.", said=said))
