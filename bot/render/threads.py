"""What is said of the threads that a collective follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.ports.chat import Message
from bot.ports.forum import Topic
from bot.render.markdown import escape
from bot.render.texts import Texts

_MOST = 15


class Followed(Protocol):
    """A thread that a channel follows."""

    @property
    def channel(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str: ...


def followed(topic: Topic, texts: Texts) -> Message:
    return Message(
        texts.say(
            "💬 Ce salon suit maintenant « {title} »\n"
            "Chaque nouveau message du forum arrivera ici. Rien de ce salon ne part au forum.\n"
            "[Voir sur le forum](<{url}>)",
            title=escape(topic.title),
            url=topic.url,
        )
    )


def stopped(follow: Followed, texts: Texts) -> Message:
    return Message(
        texts.say(
            "💬 Ce salon ne suit plus « {title} ». Pour reprendre : `/fil suivre`",
            title=escape(follow.title),
        )
    )


def listed(follows: Sequence[Followed], texts: Texts) -> Message:
    if not follows:
        return Message(
            texts.say(
                "Aucun fil suivi. `/fil suivre` et l'adresse d'un fil du forum pour commencer."
            )
        )
    lines = [
        texts.count("{n} fil suivi :", "{n} fils suivis :", len(follows)),
        *(f"- <#{one.channel}> · [{escape(one.title)}](<{one.url}>)" for one in follows[:_MOST]),
    ]
    if len(follows) > _MOST:
        more = len(follows) - _MOST
        lines.append(texts.count("et {n} autre", "et {n} autres", more))
    return Message("\n".join(lines))
