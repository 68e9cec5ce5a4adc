"""What somebody said that they did is counted soon after, or is to be said again."""

from __future__ import annotations

from bot.domain import tallies
from bot.domain.ids import ChannelId, MessageId
from bot.domain.refusals import Reason, Refused
from bot.services.deps import Deps
from bot.store import messages


async def need_recent(deps: Deps, said: MessageId, channel: ChannelId) -> None:
    """Raises Refused(SAID_LONG_AGO); for what was erased since, too."""
    asked = await deps.store.read(lambda tx: messages.told_for(tx, f"said:{said}", channel))
    if asked is None:
        raise Refused(Reason.SAID_LONG_AGO)
    tallies.need_recent(asked.due, deps.clock.now())
