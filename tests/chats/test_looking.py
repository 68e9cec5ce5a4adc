"""Looking in Discord for what may have been sent: only what is ours and not yet accounted for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.chats.discord import sender
from bot.chats.discord.sender import DiscordChat
from bot.chats.discord.trace import no_blind_repeats
from bot.domain.delivery import digest
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import (
    Message,
    OpenPost,
    OpenThread,
    Rename,
    Say,
    Sent,
    Sought,
    Target,
    Unknown,
)
from bot.sandbox.discord.models import Channel
from bot.sandbox.seed import VIGIE_MAY, Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import hurry, point_at, running

WORDS = "Le conseil a lieu lundi."
NOTHING: frozenset[MessageId] = frozenset()


@pytest.fixture
def seeded(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Seeded:
    point_at(sandbox, monkeypatch)
    hurry(monkeypatch)
    assert sandbox.seeded is not None
    return sandbox.seeded


@pytest.fixture
async def chat(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[DiscordChat]:
    async with running(sandbox.token, http_trace=no_blind_repeats()) as tiny:
        made = DiscordChat()
        made.use(tiny)
        yield made


def place(channel: Channel) -> ChannelId:
    return ChannelId(str(channel.id))


async def say(chat: DiscordChat, where: ChannelId, words: str, nonce: str) -> MessageId:
    told = await chat.do(Say(Target(where), Message(words)), nonce=nonce)
    assert isinstance(told, Sent)
    return told.message


async def look(
    chat: DiscordChat,
    where: ChannelId,
    words: str = WORDS,
    *,
    known: frozenset[MessageId] = NOTHING,
    after: MessageId | None = None,
) -> object:
    return await chat.find(where, [Sought("n", digest(words))], known=known, after=after)


async def test_messages_that_belong_to_other_sends_are_never_taken(
    chat: DiscordChat, seeded: Seeded
) -> None:
    where = place(seeded.announcements)
    one, two, three = [await say(chat, where, WORDS, f"n-{n}") for n in range(3)]
    assert await look(chat, where, known=frozenset({one, three})) == {"n": two}
    assert await look(chat, where, known=frozenset({one, two})) == {"n": three}
    assert await look(chat, where, known=frozenset({two, three})) == {"n": one}
    assert await look(chat, where, known=frozenset({one, two, three})) == {}


async def test_what_was_there_before_the_attempt_is_not_taken(
    chat: DiscordChat, seeded: Seeded
) -> None:
    where = place(seeded.announcements)
    before = await say(chat, where, WORDS, "n-1")
    assert await look(chat, where, after=before) == {}
    later = await say(chat, where, WORDS, "n-2")
    assert await look(chat, where, after=before) == {"n": later}


async def test_the_same_words_from_people_and_other_bots_are_not_ours(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    """A mention, so that their words can be read at all."""
    other = sandbox.world.add_application("Écho")
    sandbox.world.install(other, seeded.guild, VIGIE_MAY)
    channel, words = seeded.announcements, f"<@{seeded.vigie.user.id}> {WORDS}"
    for author in (seeded.mimosa, other.user):
        await sandbox.people.say(author, channel, f"@Vigie {WORDS}")
    assert [one.content for one in channel.messages.values()] == [words, words]
    assert await look(chat, place(channel), words) == {}
    ours = await say(chat, place(channel), words, "n-1")
    assert await look(chat, place(channel), words) == {"n": ours}


async def test_the_chats_own_note_of_a_new_name_is_no_message_of_ours(
    chat: DiscordChat, seeded: Seeded
) -> None:
    starter = await say(chat, place(seeded.announcements), "Ici", "n-0")
    opened = await chat.do(OpenThread(place(seeded.announcements), starter, "Avant"), nonce="n-1")
    assert isinstance(opened, Sent)
    thread = ChannelId(opened.message)
    await chat.do(Rename(thread, WORDS), nonce="n-2")
    notes = seeded.guild.threads[int(thread)].messages.values()
    assert WORDS in [one.content for one in notes]
    assert await look(chat, thread) == {}


async def test_a_forum_channels_post_that_somebody_else_opened_is_not_ours(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    where, words = place(seeded.forum), f"<@{seeded.vigie.user.id}> {WORDS}"
    sandbox.people.threads.post(seeded.mimosa, seeded.forum, "Un fil", f"@Vigie {WORDS}")
    assert await chat.find_post(where, digest(words), known=NOTHING) is None
    opened = await chat.do(OpenPost(where, "Un fil", Message(words)), nonce="n-1")
    assert isinstance(opened, Sent)
    assert await chat.find_post(where, digest(words), known=NOTHING) == opened.message


# what a send may not do, whatever the client or the server


async def test_a_chat_that_never_answers_leaves_the_fate_unknown(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_TIMEOUT_S", 0.05)
    sandbox.faults.put("chat.silence", match=r"/messages")
    where = place(seeded.announcements)
    async with asyncio.timeout(20):
        told = await chat.do(Say(Target(where), Message(WORDS)), nonce="n-1")
        found = await look(chat, where)
    assert (told, found) == (Unknown("TimeoutError"), Unknown("TimeoutError"))
    sandbox.faults.clear_all()
    await say(chat, where, WORDS, "n-2")


async def test_a_reply_pings_nobody_even_where_the_client_would(
    sandbox: Sandbox, seeded: Seeded
) -> None:
    channel = seeded.announcements
    asked = await sandbox.people.say(seeded.mimosa, channel, "@Vigie aide")
    async with running(sandbox.token, allowed_mentions=None) as careless:
        chat = DiscordChat()
        chat.use(careless)
        to = Target(place(channel), MessageId(str(asked.id)))
        assert isinstance(await chat.do(Say(to, Message(WORDS)), nonce="n-1"), Sent)
    answer = list(channel.messages.values())[-1]
    assert (answer.content, answer.referenced) == (WORDS, asked)
    assert answer.mentions == []
