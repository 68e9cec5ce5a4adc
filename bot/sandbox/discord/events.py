"""What happens in the world, as it is told to gateway sessions and to the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.discord.models import Application, Channel, Guild, Json, Message, User

GUILDS, GUILD_MEMBERS, GUILD_MESSAGES = 1 << 0, 1 << 1, 1 << 9
SCHEDULED_EVENTS = 1 << 16
DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 12, 1 << 15


@dataclass(slots=True)
class WorldEvent:
    """One event. `build` gives its data, and is only called when somebody listens.

    `intent` is the bit that a session must have asked for, 0 for none. `to` names the only
    application that hears it, `about` the user that hears it even without the intent.
    """

    name: str
    build: Callable[[], Json]
    intent: int = 0
    guild: Guild | None = None
    channel: Channel | None = None
    message: Message | None = None
    to: Application | None = None
    about: User | None = None


Listener = Callable[[WorldEvent], None]
