"""What every command group uses: who asks, how to answer, what to do when it goes wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar, cast

import aiohttp
import discord
from discord import Interaction

from bot.chats.discord import shapes
from bot.chats.discord.client import Client
from bot.chats.discord.homes import Home
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.ports.chat import Message, drawn
from bot.ports.forum import Trouble
from bot.render import holding as holding_words
from bot.render import kept_forms as kept_words
from bot.render.refusals import refusal
from bot.render.texts import Texts, texts
from bot.services import collectives, holding, kept_forms
from bot.services.asking import Asker
from bot.services.deps import Deps
from cogs import forms

log = logging.getLogger(__name__)

T = TypeVar("T")
# The words for what is refused of a form, whose last fact is the action that shows it again.
Refusing = Callable[[Refused, Texts, str], Awaitable[Message]]

_PATIENCE_S = 1.5  # of the 3 seconds that Discord gives
_SOON_S = 1.0
_FORM_S = 2.0
_TRIES = 3
_REFUSED = {400, 403, 413}
_ANSWERED = 40060
# What sending may raise although it had its effect: lost, refused as a second one, or garbled.
_LOST = (
    discord.InteractionResponded,
    discord.HTTPException,
    aiohttp.ClientError,
    OSError,
    TypeError,
    KeyError,
    ValueError,
)


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
    channel = ChannelId(str(interaction.channel_id))
    return Asker(person, channel, collective, act=str(interaction.id))


async def asker_in(interaction: Interaction, collective: CollectiveId) -> Asker:
    """Who asks; in private, as one of a collective that they must be in. Raises Refused."""
    if collective_of(interaction) is not None or interaction.channel_id is None:
        return asker_of(interaction)
    homes = cast(Client, interaction.client).homes
    if not await homes.holds(interaction.user.id, collective):
        raise Refused(Reason.NOT_YOUR_COLLECTIVE)
    person = PersonId(str(interaction.user.id))
    return Asker(person, ChannelId(str(interaction.channel_id)), collective, str(interaction.id))


async def homes_of(interaction: Interaction) -> tuple[Home, ...]:
    """In private, the collectives that the person may speak from; none elsewhere."""
    if collective_of(interaction) is not None:
        return ()
    return await cast(Client, interaction.client).homes.shared(interaction.user.id)


async def member_of(interaction: Interaction, guild: discord.Guild) -> discord.Member | None:
    """Who asks in private, as one of a server; None where the chat does not tell."""
    try:
        async with asyncio.timeout(_SOON_S):
            return await guild.fetch_member(interaction.user.id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("member.unknown error=%s", type(error).__name__)
        return None


def collective_namer(interaction: Interaction) -> Callable[[CollectiveId], str | None]:
    """Names collectives as the chat does; None for one that Vigie is no longer in."""

    def name(collective: CollectiveId) -> str | None:
        found = interaction.client.get_guild(int(collective))
        return found.name if found else None

    return name


async def private_channel(interaction: Interaction) -> ChannelId:
    """Where Vigie writes to this person alone. Raises Refused where the chat opens none."""
    if interaction.guild_id is None and interaction.channel_id is not None:
        return ChannelId(str(interaction.channel_id))
    try:
        return ChannelId(str((await interaction.user.create_dm()).id))
    except _LOST as error:
        log.warning("private.unopened error=%s", type(error).__name__)
        raise Refused(Reason.PRIVATE_CLOSED) from error


def need_organiser(interaction: Interaction) -> None:
    """Raises Refused unless the person may manage the server."""
    if collective_of(interaction) is None:
        raise Refused(Reason.NOT_IN_A_COLLECTIVE)
    if not is_organiser(interaction):
        raise Refused(Reason.ORGANISERS_ONLY)


def is_organiser(interaction: Interaction) -> bool:
    """Whether the person may manage the server."""
    return collective_of(interaction) is not None and interaction.permissions.manage_guild


async def answer(
    interaction: Interaction,
    work: Awaitable[Message],
    *,
    private: bool = True,
    refused: Refusing | None = None,
) -> None:
    """Answer with the message that `work` makes, deferring when it takes long.

    What goes wrong is answered in private, in one sentence, or as `refused` words it; a form then
    keeps what was typed in it.
    """
    task = asyncio.ensure_future(_worded(interaction, work, refused))
    await asyncio.wait([task], timeout=_PATIENCE_S)
    deferred = not task.done()
    if deferred:
        await _defer(interaction, private=private)
    message, went_wrong = await task
    if went_wrong and deferred and not private:
        await _whisper(interaction, message)
    else:
        private = private or went_wrong
        await _say(interaction, message, private=private, deferred=deferred)


async def settle(interaction: Interaction, work: Awaitable[Message]) -> None:
    """Put the message that `work` makes in the place of the one whose button was pressed.

    What goes wrong is answered in private, and the message stays as it is.
    """
    task = asyncio.ensure_future(_worded(interaction, work))
    await asyncio.wait([task], timeout=_PATIENCE_S)
    deferred = not task.done()
    if deferred:
        await _defer_in_place(interaction)
    message, went_wrong = await task
    if went_wrong and deferred:
        await _follow_up(interaction, message)
    elif went_wrong:
        await _say(interaction, message, private=True)
    elif deferred or not await _replace(interaction, message):
        await _say(interaction, message, private=True, deferred=True)


async def _defer_in_place(interaction: Interaction) -> None:
    try:
        await interaction.response.defer()
    except _LOST as error:  # it may have arrived
        log.warning("interaction.lost error=%s", type(error).__name__)


async def _replace(interaction: Interaction, message: Message) -> bool:
    """Whether the answer was taken in place of its question, for all we know."""
    try:
        await interaction.response.edit_message(
            content=message.content, embeds=shapes.embeds(message), view=shapes.view(message)
        )
    except _LOST as error:
        log.warning("interaction.lost error=%s", type(error).__name__)
        return False
    return True


async def unless_silent(interaction: Interaction, message: Message) -> Message:
    """What was done, which a silence of the collective keeps others from hearing of yet."""
    here, deps = collective_of(interaction), deps_of(interaction)
    if here is None or not await holding.is_silent(deps, here):
        return message
    return holding_words.waiting(message, await texts_of(interaction))


async def show_form(interaction: Interaction, work: Awaitable[discord.ui.Modal | Message]) -> None:
    """Show the form that `work` makes: the chat takes one as the first answer alone, and soon.

    A message that it makes instead is answered in private.
    """
    try:
        async with asyncio.timeout(_FORM_S):
            form = await work
        if isinstance(form, Message):
            await _say(interaction, form, private=True)
        else:
            await interaction.response.send_modal(form)
    except TimeoutError:
        await guarded(interaction, Refused(Reason.TOPIC_UNREADABLE, trouble=Trouble.TIMEOUT))
    except Exception as error:
        await guarded(interaction, error)


async def soon(work: Awaitable[T], *, or_else: T) -> T:
    """What `work` tells, where it does so before anybody would wait for it."""
    try:
        return await asyncio.wait_for(work, _SOON_S)
    except (Refused, TimeoutError):
        return or_else


async def _worded(
    interaction: Interaction, work: Awaitable[Message], refused: Refusing | None = None
) -> tuple[Message, bool]:
    """What to say, and whether it is that something went wrong."""
    try:
        message = await _if_served(interaction, work)
    except Exception as error:
        return await _went_wrong(interaction, error, refused), True
    await forms.taken(deps_of(interaction), interaction)
    return message, False


async def _went_wrong(
    interaction: Interaction, error: Exception, refused: Refusing | None
) -> Message:
    says = await texts_of(interaction)
    again = await forms.keep(deps_of(interaction), interaction)
    if refused is not None and isinstance(error, Refused):
        return await refused(error, says, again)
    return kept_words.refused(_apology(error, says), again, kept_forms.MINUTES, says)


async def _if_served(interaction: Interaction, work: Awaitable[Message]) -> Message:
    """Old buttons stay where Vigie no longer works. Raises Refused there."""
    guild = interaction.guild_id
    if guild is not None and not cast(Client, interaction.client).serves(guild):
        if isinstance(work, Coroutine):
            work.close()
        raise Refused(Reason.NOT_SERVED)
    return await drawn(await work)


async def _defer(interaction: Interaction, *, private: bool) -> None:
    try:
        await interaction.response.defer(ephemeral=private, thinking=True)
    except _LOST as error:  # it may have arrived
        log.warning("interaction.lost error=%s", type(error).__name__)


async def _say(
    interaction: Interaction, message: Message, *, private: bool, deferred: bool = False
) -> None:
    answered = deferred or interaction.response.is_done()
    if not answered and await _first(interaction, message, private=private):
        return
    # Lost answers may have arrived: the original is then worded, else answered once more.
    if not await _edit(interaction, message):
        await _first(interaction, message, private=private)


async def _first(interaction: Interaction, message: Message, *, private: bool) -> bool:
    """Whether the answer was taken, for all we know."""
    options: dict[str, Any] = {"embeds": shapes.embeds(message), "ephemeral": private}
    if message.files:
        options["files"] = shapes.files(message)
    if (view := shapes.view(message)) is not None:
        options["view"] = view
    try:
        await interaction.response.send_message(message.content, **options)
    except _LOST as error:
        log.warning("interaction.lost error=%s", type(error).__name__)
        if message.files and _is_refused(error):
            return await _first(interaction, replace(message, files=()), private=private)
        return False
    return True


async def _edit(interaction: Interaction, message: Message) -> bool:
    """Word the original answer, which is the same done twice; False where there is none.

    Its files replace those that were there.
    """
    for _ in range(_TRIES):
        try:
            await interaction.edit_original_response(
                content=message.content,
                embeds=shapes.embeds(message),
                view=shapes.view(message),
                attachments=shapes.files(message),
            )
        except discord.NotFound:
            return False
        except _LOST as error:
            log.warning("interaction.lost error=%s", type(error).__name__)
            if _is_refused(error):
                message = replace(message, files=())
            continue
        return True
    return True


def _is_refused(error: BaseException) -> bool:
    """Whether the chat did not take what was sent: the words may pass without the files."""
    return (
        isinstance(error, discord.HTTPException)
        and error.status in _REFUSED
        and error.code != _ANSWERED
    )


def _apology(error: BaseException, says: Texts) -> str:
    if isinstance(error, Refused):
        return refusal(error, says)
    log.error("interaction.failed", exc_info=error)
    return says.say("Quelque chose n'a pas marché de mon côté, et c'est noté. Réessaie plus tard.")


async def _whisper(interaction: Interaction, message: Message) -> None:
    """In private after all: a follow-up would take the place of what it follows, and its
    publicity, so that goes first."""
    try:
        await interaction.delete_original_response()
    except _LOST as error:
        log.warning("interaction.lost error=%s", type(error).__name__)
        await _edit(interaction, message)
        return
    await _follow_up(interaction, message)


async def _follow_up(interaction: Interaction, message: Message) -> None:
    view = shapes.view(message)
    options: dict[str, Any] = {} if view is None else {"view": view}
    try:
        await interaction.followup.send(message.content, ephemeral=True, **options)
    except _LOST as error:
        log.warning("interaction.lost error=%s", type(error).__name__)


async def guarded(interaction: Interaction, error: BaseException) -> None:
    """Say what went wrong; when even that fails, the log has it."""
    try:
        sentence = _apology(error, await texts_of(interaction))
        await _say(interaction, Message(sentence), private=True)
    except (discord.HTTPException, OSError):
        log.exception("interaction.unanswered")
