"""Two votes that are one: the question to organisers, and the answer."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.communes import Commune
from bot.domain.votes import UNCONFIRMED, CouncilVote
from bot.ports.chat import Button, Message, Style
from bot.render import sittings
from bot.render.texts import Texts
from bot.render.towns import at_town
from bot.render.votes import status_name, what

MERGE_ACTION: Final = "vigie:vote:merge:"  # both votes follow, each with its version


def asked(
    kept: CouncilVote,
    twin: CouncilVote,
    commune: Commune,
    answers: int,
    photos: int,
    texts: Texts,
    zone: ZoneInfo,
) -> Message:
    """What is kept, what goes, and what becomes of it. There is no way back."""
    at = at_town(commune.label, texts)
    lines = [
        texts.say("Ces deux votes {at} n'en font qu'un ?", at=at),
        texts.say("**Gardé** {vote}", vote=_line(kept, texts, zone)),
        texts.say("**Doublon** {vote}", vote=_line(twin, texts, zone)),
    ]
    if answers:
        lines.append(
            texts.count(
                "{n} réponse passe au vote gardé, chaque personne comptée une fois.",
                "{n} réponses passent au vote gardé, chaque personne comptée une fois.",
                answers,
            )
        )
    if photos:
        lines.append(texts.count("{n} photo le suit.", "{n} photos le suivent.", photos))
    if twin.status not in UNCONFIRMED:
        lines.append(texts.say("Qui avait été prévenu du doublon l'apprend, une fois."))
    lines.append(texts.say("C'est sans retour."))
    both = ":".join(f"{one.id}:{one.version}" for one in (kept, twin))
    button = Button(texts.say("Fusionner"), f"{MERGE_ACTION}{both}", Style.MAIN)
    return Message("\n".join(lines), buttons=(button,))


def _line(vote: CouncilVote, texts: Texts, zone: ZoneInfo) -> str:
    return texts.say(
        "{when} : {what} ({state})",
        when=sittings.full(vote.sitting, texts, zone),
        what=what(vote, texts),
        state=status_name(vote.status, texts),
    )


def done(kept: CouncilVote, commune: Commune, texts: Texts, zone: ZoneInfo) -> Message:
    head = texts.say(
        "C'est fait : un seul vote {at}, {when}",
        at=at_town(commune.label, texts),
        when=sittings.full(kept.sitting, texts, zone),
    )
    return Message("\n".join([head, texts.say("**Quoi** {what}", what=what(kept, texts))]))
