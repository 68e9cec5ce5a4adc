"""The words of silence, and of the brake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from bot.domain.holding import Brake, BrakeState
from bot.ports.chat import Button, Message, Style
from bot.render import dates
from bot.render.texts import Texts

_MOST_NAMED: Final = 3
ACTION: Final = "vigie:brake:"  # yes or no, and the question's number


def silenced(since: datetime, now: datetime, zone: ZoneInfo, texts: Texts) -> Message:
    """`Silence depuis 21h04 : plus aucun envoi.`"""
    return Message(
        texts.say(
            "Silence depuis {when} : plus aucun envoi. Pour lever : `/reprendre`",
            when=_when(since, now, zone, texts),
        )
    )


def waiting(message: Message, texts: Texts) -> Message:
    """What was done is told to others only once the silence is over."""
    said = texts.say("Silence en cours : rien ne part avant `/reprendre`, puis tout suit.")
    return replace(message, content=f"{message.content}\n{said}")


def _when(at: datetime, now: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """The time, with the day where that is not today."""
    local = at.astimezone(zone)
    if local.date() != now.astimezone(zone).date():
        return texts.say("le {when}", when=dates.plain_moment(at, zone, texts))
    return dates.time(local, texts.locale)


def resumed(
    going: int,
    stale: int,
    now: datetime,
    zone: ZoneInfo,
    texts: Texts,
    named: Sequence[tuple[str, int]] = (),
) -> Message:
    """`Reprise à 22h30 : 4 envois partent, 1 périmé reste.` `named`: what is too old, as far as it
    may be said here, each with how many sends of it there are."""
    time = dates.time(now.astimezone(zone), texts.locale)
    head = texts.count(
        "Reprise à {time} : {n} envoi part",
        "Reprise à {time} : {n} envois partent",
        going,
        time=time,
    )
    return Message("\n".join([f"{head}{_left(stale, texts)}.", *_too_old(stale, named, texts)]))


def _too_old(stale: int, named: Sequence[tuple[str, int]], texts: Texts) -> list[str]:
    """`Trop tard pour : le rappel du vote à Forcalquier, lundi 14 décembre ; et 2 autres.`"""
    shown = named[:_MOST_NAMED]
    if not shown:
        return []
    told = [name for name, _ in shown]
    if more := stale - sum(count for _, count in shown):
        told.append(texts.count("et {n} autre", "et {n} autres", more))
    return [texts.say("Trop tard pour : {what}.", what=texts.say(" ; ").join(told))]


def _left(stale: int, texts: Texts) -> str:
    """`, 1 périmé reste`, where something does."""
    if not stale:
        return ""
    rest = texts.count("{n} périmé reste", "{n} périmés restent", stale)
    return f", {rest}"


def braked(brake: Brake, most: int, texts: Texts) -> Message:
    """To the organisers: how much is held in a channel; then what they decided."""
    match brake.state:
        case BrakeState.OPEN:
            head = _too_many(brake, texts)
            why = texts.say(
                "Plus de {most} en une heure : cela ressemble à une erreur. Aux référent·es de "
                "dire si le reste part.",
                most=most,
            )
            buttons = (
                Button(texts.say("Envoyer"), f"{ACTION}yes:{brake.id}", Style.MAIN),
                Button(texts.say("Ignorer"), f"{ACTION}no:{brake.id}"),
            )
            return Message(f"{head}\n{why}", buttons=buttons)
        case BrakeState.SENT:
            head = texts.count(
                "✏️ Trop d'envois d'un coup : {n} retenu, envoyé ensuite",
                "✏️ Trop d'envois d'un coup : {n} retenus, envoyés ensuite",
                brake.count,
            )
            return Message(f"{head}{_left(brake.stale, texts)}")
        case BrakeState.IGNORED:
            return Message(
                texts.count(
                    "✏️ Trop d'envois d'un coup : {n} retenu, ignoré",
                    "✏️ Trop d'envois d'un coup : {n} retenus, ignorés",
                    brake.count,
                )
            )
        case _:
            assert_never(brake.state)


def _too_many(brake: Brake, texts: Texts) -> str:
    if brake.of_changes:
        return texts.count(
            "⚠️ Trop de votes changent d'un coup : {n} annonce est retenue, vérifiez.",
            "⚠️ Trop de votes changent d'un coup : {n} annonces sont retenues, vérifiez.",
            brake.count,
        )
    return texts.count(
        "⚠️ Trop d'envois d'un coup ici : {n} est retenu, vérifiez.",
        "⚠️ Trop d'envois d'un coup ici : {n} sont retenus, vérifiez.",
        brake.count,
    )


def answered(brake: Brake, texts: Texts) -> Message:
    """To the organiser who answered, or came second."""
    if brake.state is BrakeState.SENT:
        head = texts.count("{n} envoi part", "{n} envois partent", brake.count)
        return Message(f"{head}{_left(brake.stale, texts)}.")
    return Message(texts.count("{n} envoi est ignoré.", "{n} envois sont ignorés.", brake.count))
