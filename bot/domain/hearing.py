"""Who hears of what was typed: everybody, or those who read where it was."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from bot.domain.ids import ChannelId

Sees = Callable[[ChannelId], bool]  # whether somebody reads in a channel


class Heard(IntEnum):
    """Decided once, when it is typed: nobody can be asked later who reads where. Its order is that
    of the base."""

    ALL = 0
    FOLLOWERS = 1  # who hears of its city all read there; it is listed to nobody else
    HERE = 2

    def shows(self, channel: ChannelId, sees: Sees) -> bool:
        """Whether what was typed in a channel is shown to who `sees` what."""
        return self is Heard.ALL or sees(channel)


def everything(_: ChannelId) -> bool:
    """Organisers see it."""
    return True
