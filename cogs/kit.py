"""What every command group uses: who asks, how to answer, what to do when it goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, cast

import discord
from discord import Interaction

from bot.chats.discord import shapes
from bot.chats.discord.client import Client
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message
from bot.render.refusals import refusal
from bot.render.texts import Texts, texts
from bot.services import collectives
from bot.services.deps import Deps
from bot.services.threads import Asker

log = logging.getLogger(__name__)

_PATIENCE_S = 1.5  # of the 3 seconds that Discord gives
_ALREADY_ANSWERED = 40060
_TOO_LATE = 10062


def deps_of(interaction: Interaction) -> Deps:
    return cast(Client, interaction.client).deps


def collective_of(interaction: Interaction) -> CollectiveId | None:
    return CollectiveId(str(interaction.guild_id)) if interaction.guild_id else None


async def texts_of(interaction: Interaction) -> Texts:
    """The texts in the collective's language."""
    collective = await collectives.of(deps_of(interaction), collective_of(interaction))
    return texts(collective.locale)


def asker_of(interaction: Interaction) -> Asker:
    """Who asks, from where. Raises Refused in private."""
    collective = collective_of(interaction)
    if collective is None or interaction.channel_id is None:
        raise Refused(Reason.NOT_IN_A_COLLECTIVE)
    person = PersonId(str(interaction.user.id))
    return Asker(person, ChannelId(str(interaction.channel_id)), collective)


def need_organiser(interaction: Interaction) -> None:
    """Raises Refused unless the person may manage the server."""
    if collective_of(interaction) is None:
        raise Refused(Reason.NOT_IN_A_COLLECTIVE)
    if not interaction.permissions.manage_guild:
        raise Refused(Reason.ORGANISERS_ONLY)


async def answer(
    interaction: Interaction, work: Awaitable[Message], *, private: bool = True
) -> None:
    """Answer with the message that `work` makes, deferring when it takes long.

    What goes wrong is answered in private, in one sentence.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait([task], timeout=_PATIENCE_S)
    if not task.done():
        await _callback(interaction.response.defer(ephemeral=private, thinking=True))
    try:
        message = await task
    except Exception as error:
        await _apologise(interaction, error)
        return
    await _say(interaction, message, private=private)


async def _say(interaction: Interaction, message: Message, *, private: bool) -> None:
    view = shapes.view(message)
    if interaction.response.is_done():
        await interaction.edit_original_response(
            content=message.content, embeds=shapes.embeds(message), view=view
        )
        return
    options: dict[str, Any] = {"embeds": shapes.embeds(message), "ephemeral": private}
    if view is not None:
        options["view"] = view
    await _callback(interaction.response.send_message(message.content, **options))


async def _callback(sending: Awaitable[Any]) -> None:
    """The first answer; one that arrived although its own answer was lost is no failure."""
    try:
        await sending
    except discord.InteractionResponded:
        return
    except discord.HTTPException as error:
        if error.code not in {_ALREADY_ANSWERED, _TOO_LATE}:
            raise
        log.warning("interaction.lost code=%d", error.code)


async def _apologise(interaction: Interaction, error: BaseException) -> None:
    says = await texts_of(interaction)
    if isinstance(error, Refused):
        sentence = refusal(error, says)
    else:
        log.error("interaction.failed", exc_info=error)
        sentence = says.say("Quelque chose a raté de mon côté, et c'est noté. Réessaie plus tard.")
    await _say(interaction, Message(sentence), private=True)


async def guarded(interaction: Interaction, error: BaseException) -> None:
    """Say what went wrong; when even that fails, the log has it."""
    try:
        await _apologise(interaction, error)
    except (discord.HTTPException, OSError):
        log.exception("interaction.unanswered")
