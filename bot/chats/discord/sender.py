"""Discord as Vigie's chat: every answer of the server becomes an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar, assert_never

import discord

from bot.chats.discord import events, looking, shapes
from bot.chats.discord.outcomes import NO_LOGIN_RETRY_S, outcome
from bot.domain.ids import ChannelId, MessageId, PersonId
from bot.ports.chat import (
    Act,
    Amend,
    Member,
    Message,
    OpenPost,
    OpenThread,
    Pin,
    Refusal,
    Rejected,
    Rename,
    Say,
    Schedule,
    Sent,
    Sought,
    Unknown,
)

T = TypeVar("T")

_TIMEOUT_S: Final = 30.0
_PERHAPS_TOO_RICH: Final = {Refusal.NO_RIGHT, Refusal.INVALID}
_ALREADY_OPEN: Final = 160004
_ARCHIVED: Final = 50083
_MOST_TAGS: Final = 5
_NEVER_LONGER: Final = 10080  # minutes without a word before a chat thread is archived: a week


class DiscordChat:
    """Acts through whichever client is logged in at the moment."""

    def __init__(self) -> None:
        self._client: discord.Client | None = None
        self._logged_in = asyncio.Event()

    def use(self, client: discord.Client | None) -> None:
        """Act through `client`, which is logged in; None when there is no more."""
        self._client = client
        if client is None:
            self._logged_in.clear()
        else:
            self._logged_in.set()

    async def logged_in(self) -> None:
        await self._logged_in.wait()

    async def do(self, act: Act, *, nonce: str) -> Sent | Rejected | Unknown:
        if isinstance(act, Say) and act.member is not None:
            there = await self._attempt(partial(_is_in, member=act.member))
            if isinstance(there, Unknown):  # nothing was sent: who it is for is not known
                return Rejected(Refusal.UNREACHABLE)
            if there is not None:
                return there
        told, plainer = await self._attempt(partial(_do, act=act, nonce=nonce)), _plainer(act)
        # A right to attach, to embed or to read the history may be all that lacks: the words
        # matter most.
        while _may_be_too_rich(told) and (simpler := next(plainer, None)) is not None:
            told = await self._attempt(partial(_do, act=simpler, nonce=nonce))
        return told

    async def open_private(self, person: PersonId) -> ChannelId | Rejected | Unknown:
        async def work(client: discord.Client) -> ChannelId:
            channel = await client.create_dm(discord.Object(int(person)))
            return ChannelId(str(channel.id))

        return await self._attempt(work)

    async def find(
        self,
        channel: ChannelId,
        sought: Sequence[Sought],
        *,
        known: frozenset[MessageId],
        after: MessageId | None,
    ) -> dict[str, MessageId] | Rejected | Unknown:
        async def work(client: discord.Client) -> dict[str, MessageId]:
            me = client.user.id if client.user else None
            recent = await looking.recent(client, channel, after)
            ours = [one for one in recent if _may_be_ours(one, me) and str(one.id) not in known]
            return looking.match(sought, ours)

        return await self._attempt(work)

    async def find_post(
        self, channel: ChannelId, digest: str, *, known: frozenset[MessageId]
    ) -> MessageId | Rejected | Unknown | None:
        return await self._attempt(lambda client: looking.post_with(client, channel, digest, known))

    async def _attempt(
        self, work: Callable[[discord.Client], Awaitable[T]]
    ) -> T | Rejected | Unknown:
        if self._client is None or self._client.user is None:
            return Rejected(Refusal.NO_LOGIN, NO_LOGIN_RETRY_S)
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                return await work(self._client)
        except Exception as error:  # sorted there; a defect of ours is raised again
            return outcome(error)


def _may_be_too_rich(told: Sent | Rejected | Unknown) -> bool:
    return isinstance(told, Rejected) and told.refusal in _PERHAPS_TOO_RICH


def _may_be_ours(message: discord.Message, me: int | None) -> bool:
    """Discord's own notes, such as that of a new name, have an author too."""
    return message.author.id == me and not message.is_system()


async def _is_in(client: discord.Client, member: Member) -> Rejected | None:
    """None where somebody is in the collective."""
    try:
        await client.http.get_member(int(member.collective), int(member.person))
    except (discord.NotFound, discord.Forbidden):  # they are not there, or Vigie is no more
        return Rejected(Refusal.NOT_A_MEMBER)
    return None


async def _do(client: discord.Client, act: Act, nonce: str) -> Sent:
    match act:
        case Say():
            return await _say(client, act, nonce)
        case Amend():
            return await _amend(client, act)
        case OpenThread():
            return await _open_thread(client, act)
        case OpenPost():
            return await _open_post(client, act)
        case Rename():
            return await _rename(client, act)
        case Schedule():
            return await events.keep(client, act)
        case Pin():
            return await _pin(client, act)
        case _:
            assert_never(act)


async def _say(client: discord.Client, act: Say, nonce: str) -> Sent:
    channel, to = client.get_partial_messageable(int(act.to.channel)), act.to
    options: dict[str, Any] = {"nonce": nonce}
    if view := shapes.view(act.message):
        options["view"] = view
    if act.message.embeds:
        options["embeds"] = shapes.embeds(act.message)
    if act.message.files:
        options["files"] = shapes.files(act.message)
    if to.reply_to is not None:
        options["reference"] = discord.MessageReference(
            message_id=int(to.reply_to),
            channel_id=int(to.channel),
            fail_if_not_exists=to.must_answer,
        )
        options["mention_author"] = False
    sent = await channel.send(act.message.content, **options)
    return Sent(MessageId(str(sent.id)))


async def _amend(client: discord.Client, act: Amend) -> Sent:
    message = client.get_partial_messageable(int(act.place)).get_partial_message(int(act.sent))
    try:
        await _edit(message, act.message)
    except discord.HTTPException as error:
        if error.code != _ARCHIVED:
            raise
        await _wake(client, act.place)
        await _edit(message, act.message)
    return Sent(act.sent)


async def _edit(message: discord.PartialMessage, new: Message) -> None:
    """Files and buttons replace those that were there: the same done twice is the same."""
    await message.edit(
        content=new.content,
        embeds=shapes.embeds(new),
        attachments=shapes.files(new),
        view=shapes.view(new),
    )


async def _wake(client: discord.Client, place: ChannelId) -> None:
    """Take a chat thread out of the archive."""
    thread = await client.fetch_channel(int(place))
    if isinstance(thread, discord.Thread):
        await thread.edit(archived=False)


async def _open_thread(client: discord.Client, act: OpenThread) -> Sent:
    channel = await _channel(client, act.place)
    if not isinstance(channel, discord.TextChannel):
        raise discord.InvalidData("not a text channel")
    starter = channel.get_partial_message(int(act.starter))
    try:
        await starter.create_thread(name=act.name, auto_archive_duration=_NEVER_LONGER)
    except discord.HTTPException as error:
        if error.code != _ALREADY_OPEN:
            raise
    return Sent(act.starter)  # Discord gives a thread the id of its first message


async def _channel(client: discord.Client, id_: ChannelId) -> object:
    """A channel as it was last seen, else as it is."""
    return client.get_channel(int(id_)) or await client.fetch_channel(int(id_))


async def _open_post(client: discord.Client, act: OpenPost) -> Sent:
    channel = await client.fetch_channel(int(act.place))
    if not isinstance(channel, discord.ForumChannel):
        raise discord.InvalidData("not a forum channel")
    wanted = {tag.casefold() for tag in act.tags}
    tags = [tag for tag in channel.available_tags if tag.name.casefold() in wanted]
    if channel.flags.require_tag and not tags:
        tags = list(channel.available_tags[:1])
    made = await channel.create_thread(
        name=act.name,
        content=act.message.content,
        embeds=shapes.embeds(act.message),
        files=shapes.files(act.message),
        applied_tags=tags[:_MOST_TAGS],
        auto_archive_duration=_NEVER_LONGER,
    )
    return Sent(MessageId(str(made.thread.id)))


async def _rename(client: discord.Client, act: Rename) -> Sent:
    thread = await client.fetch_channel(int(act.place))
    if isinstance(thread, discord.Thread) and thread.name != act.name:
        if thread.archived:
            await thread.edit(archived=False)
        await thread.edit(name=act.name)
    return Sent(MessageId(str(act.place)))


async def _pin(client: discord.Client, act: Pin) -> Sent:
    await client.http.pin_message(int(act.place), int(act.sent))
    return Sent(act.sent)


def _plainer(act: Act) -> Iterator[Act]:
    """The same without its files, if it has any, then with words alone."""
    if not isinstance(act, Say | Amend | OpenPost):
        return
    if act.message.files:
        act = replace(act, message=replace(act.message, files=()))
        yield act
    bare = _bare(act)
    if bare != act:
        yield bare


def _bare(act: Say | Amend | OpenPost) -> Act:
    message = _in_words(act.message)
    match act:
        case Say():
            answered = act.to.reply_to if act.to.must_answer else None
            return Say(replace(act.to, reply_to=answered), message)
        case Amend():
            return replace(act, message=message)
        case OpenPost():
            return replace(act, tags=(), message=message)


def _in_words(message: Message) -> Message:
    return Message(message.plain or message.content, buttons=message.buttons)
