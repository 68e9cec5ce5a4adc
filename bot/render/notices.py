"""What a channel says of the messages that come to it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports.chat import Message
from bot.render.escaping import escape
from bot.render.shortening import shorten
from bot.render.texts import Texts

_SOURCES = 300  # characters


def notice(sources: Sequence[str], texts: Texts, *, over: bool) -> Message:
    """Where the messages come from, and that nothing goes there from here."""
    named = escape(shorten(", ".join(sources), _SOURCES))
    if over:
        return Message(
            texts.say("💬 Ce salon ne reçoit plus les messages de {where}.", where=named)
        )
    return Message(
        texts.say(
            "💬 Ce salon reçoit les messages de {where} : ce que vous écrivez ici reste ici.",
            where=named,
        )
    )
