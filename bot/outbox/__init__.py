"""The one sender: what is due, what it comes to, the chat, its fate."""

from bot.outbox.sender import Outbox

__all__ = ["Outbox"]
