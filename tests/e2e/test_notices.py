"""What a channel says of the messages that come to it, in the real chat's shapes."""

from __future__ import annotations

from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Message
from tests.e2e.conftest import Town
from tests.sandbox.threadkit import grant

SAYS = "💬 Ce salon reçoit les messages de "
OVER = "💬 Ce salon ne reçoit plus les messages de "


def said(town: Town) -> list[Message]:
    return [one for one in town.seen() if one.content.startswith((SAYS, OVER))]


async def test_it_is_pinned_where_vigie_may_and_said_once_across_a_restart(town: Town) -> None:
    grant(town.sandbox, town.seeded, permissions.PIN_MESSAGES)
    await town.follow()
    await town.until(lambda: town.channel.pins)
    [told] = said(town)
    assert told.content.startswith(SAYS)
    assert list(town.channel.pins) == [told.id]
    await town.stop()
    await town.start()
    await town.forum_was_read()
    assert said(town) == [told]
    await town.command(
        town.seeded.girouette, "fil arrêter", fil=f"{town.sandbox.forum_url}/topic/2"
    )
    await town.until(lambda: told.content.startswith(OVER))
    assert said(town) == [told]


async def test_without_that_right_it_is_said_all_the_same(town: Town) -> None:
    await town.follow()
    await town.until(lambda: said(town))
    assert town.channel.pins == {}
