"""What is said of the photos that people give with a vote, and how they are shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain.refusals import Refused
from bot.domain.votes import CouncilVote
from bot.ports.chat import File, Message
from bot.render import sittings
from bot.render.refusals import refusal
from bot.render.texts import Texts
from bot.render.towns import at_town


def with_fate(told: Message, lost: Refused | None, texts: Texts) -> Message:
    """The answer to a report, with what became of its photo."""
    fate = (
        texts.say(
            "Photo gardée, sans le lieu ni l'appareil : pour qui confirme et les référent·es, "
            "jusqu'à 90 jours après la séance."
        )
        if lost is None
        else refusal(lost, texts)
    )
    return replace(told, content=f"{told.content}\n{fate}")


def shown(
    vote: CouncilVote, town: str, found: Sequence[bytes], zone: ZoneInfo, texts: Texts
) -> Message:
    """The photos (JPEG), to one person in private, who reads this in `zone`."""
    at, when = at_town(town, texts), sittings.moment(vote.sitting, texts, zone)
    head = texts.count(
        "La photo donnée pour le vote {at}, {when}",
        "Les {n} photos données pour le vote {at}, {when}",
        len(found),
        at=at,
        when=when,
    )
    ask = texts.say("Elle sert à vérifier : ne la republie pas sans l'accord de qui l'a prise.")
    return Message(
        f"{head}\n{ask}", files=tuple(_file(n, one, texts) for n, one in enumerate(found, 1))
    )


def _file(number: int, photo: bytes, texts: Texts) -> File:
    alt = texts.say("Photo {n}, donnée avec le signalement", n=number)
    return File(f"photo-{number}.jpg", photo, alt)
