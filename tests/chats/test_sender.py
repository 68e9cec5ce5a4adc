"""Sending through discord.py: every answer of the server becomes an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.chats.discord.looking import match
from bot.chats.discord.outcomes import outcome
from bot.chats.discord.sender import DiscordChat
from bot.chats.discord.trace import no_blind_repeats
from bot.domain.delivery import digest
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import (
    Amend,
    Button,
    Embed,
    Message,
    OpenPost,
    OpenThread,
    Refusal,
    Rejected,
    Rename,
    Say,
    Sent,
    Sought,
    Style,
    Target,
    Unknown,
)
from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import Channel
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.contracts.discord_contract import DiscordContract
from tests.tinybot import TinyBot, hurry, point_at, running


@pytest.fixture
def seeded(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Seeded:
    point_at(sandbox, monkeypatch)
    hurry(monkeypatch)
    assert sandbox.seeded is not None
    return sandbox.seeded


@pytest.fixture
async def client(sandbox: Sandbox, seeded: Seeded) -> AsyncIterator[TinyBot]:
    async with running(sandbox.token, http_trace=no_blind_repeats()) as tiny:
        yield tiny


@pytest.fixture
def chat(client: TinyBot) -> DiscordChat:
    made = DiscordChat()
    made.use(client)
    return made


def to(channel: Channel) -> Target:
    return Target(ChannelId(str(channel.id)))


def texts(channel: Channel) -> list[str]:
    return [message.content for message in channel.messages.values()]


async def test_a_message_arrives_with_its_embed_and_buttons(
    chat: DiscordChat, seeded: Seeded
) -> None:
    message = Message(
        "Bonjour",
        embeds=(Embed("Le texte", title="Le titre"),),
        buttons=(Button("Aide", "vigie:help", Style.MAIN),),
    )
    sent = await chat.do(Say(to(seeded.announcements), message), nonce="n-1")
    [kept] = seeded.announcements.messages.values()
    assert sent == Sent(MessageId(str(kept.id)))
    assert kept.embeds[0]["description"] == "Le texte"
    assert kept.components[0]["components"][0]["custom_id"] == "vigie:help"


async def test_the_same_nonce_is_one_message(chat: DiscordChat, seeded: Seeded) -> None:
    first = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    second = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    assert first == second
    assert texts(seeded.announcements) == ["Un"]


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        ("chat.500", Unknown("status 500")),
        ("chat.502", Unknown("status 502")),
        ("chat.502_after", Unknown("status 502")),
        ("chat.503", Unknown("status 503")),
        ("chat.reset", Unknown("ServerDisconnectedError")),
        ("chat.429_cloudflare", Rejected(Refusal.BUSY, 60.0)),
        ("chat.html", Unknown("answer of an unexpected shape")),
    ],
)
async def test_what_the_server_answers_becomes_an_outcome(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, fault: str, result: object
) -> None:
    sandbox.faults.put(fault, times=1, match=r"POST /channels")
    told = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    if fault == "chat.reset":
        assert isinstance(told, Unknown)
    else:
        assert told == result
    assert len(texts(seeded.announcements)) == (fault in {"chat.502_after", "chat.html"})


async def test_a_rate_limit_with_its_header_is_waited_for(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.faults.put("chat.429", times=1, match=r"POST /channels")
    told = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    assert isinstance(told, Sent)


async def test_without_the_right_or_the_channel_it_is_rejected(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    role = next(one for one in seeded.guild.roles.values() if one.managed_by == seeded.vigie.id)
    sandbox.world.update_role(seeded.guild, role, allow=0)
    everyone = seeded.guild.roles[seeded.guild.id]
    sandbox.world.update_role(seeded.guild, everyone, allow=0)
    told = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    assert told == Rejected(Refusal.NO_RIGHT)
    gone = await chat.do(Say(Target(ChannelId("12345")), Message("Un")), nonce="n-2")
    assert gone == Rejected(Refusal.NO_CHANNEL)


async def test_a_closed_private_channel_is_told(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    private = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    seeded.mimosa.dms_open = False
    told = await chat.do(Say(to(private), Message("Un")), nonce="n-1")
    assert told == Rejected(Refusal.CLOSED)


async def test_what_the_chat_refuses_is_invalid(
    chat: DiscordChat, seeded: Seeded, contract: DiscordContract
) -> None:
    contract.forgive(r".*")
    told = await chat.do(Say(to(seeded.announcements), Message("x" * 2001)), nonce="n-1")
    assert told == Rejected(Refusal.INVALID)


async def test_without_the_right_to_embed_or_to_read_back_the_words_arrive(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    asked = await sandbox.people.say(seeded.mimosa, seeded.announcements, "@Vigie aide")
    everyone = seeded.guild.roles[seeded.guild.id]
    role = next(one for one in seeded.guild.roles.values() if one.managed_by == seeded.vigie.id)
    sandbox.world.update_role(seeded.guild, everyone, allow=0)
    may = permissions.VIEW_CHANNEL | permissions.SEND_MESSAGES
    sandbox.world.update_role(seeded.guild, role, allow=may)
    target = Target(ChannelId(str(seeded.announcements.id)), MessageId(str(asked.id)))
    told = await chat.do(Say(target, Message("Un", embeds=(Embed("Deux"),))), nonce="n-1")
    assert isinstance(told, Sent)
    assert texts(seeded.announcements)[-1] == "Un"
    pictured = Message("Trois", embeds=(Embed("Quatre"),), plain="Trois, et 1 image")
    assert isinstance(await chat.do(Say(target, pictured), nonce="n-2"), Sent)
    assert texts(seeded.announcements)[-1] == "Trois, et 1 image"


async def test_an_answer_to_a_deleted_message_is_still_sent(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    asked = await sandbox.people.say(seeded.mimosa, seeded.announcements, "@Vigie aide")
    await sandbox.people.delete(seeded.mimosa, asked)
    target = Target(ChannelId(str(seeded.announcements.id)), MessageId(str(asked.id)))
    assert isinstance(await chat.do(Say(target, Message("Aide")), nonce="n-1"), Sent)


async def test_without_a_login_it_waits() -> None:
    chat = DiscordChat()
    assert await chat.do(Say(Target(ChannelId("1")), Message("Un")), nonce="n") == Rejected(
        Refusal.NO_LOGIN, 10.0
    )
    assert await chat.find(ChannelId("1"), [], known=frozenset(), after=None) == Rejected(
        Refusal.NO_LOGIN, 10.0
    )


async def test_who_waits_for_a_login_goes_on_with_it(chat: DiscordChat) -> None:
    early = DiscordChat()
    waiting = asyncio.create_task(early.logged_in())
    await asyncio.sleep(0)
    assert not waiting.done()
    early.use(chat._client)
    await waiting


async def test_a_message_is_found_by_its_words_where_the_history_has_no_nonce(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    channel = seeded.announcements
    sent = await chat.do(Say(to(channel), Message("Un texte, puis un lien.")), nonce="n-1")
    assert isinstance(sent, Sent)
    await sandbox.people.say(seeded.mimosa, channel, "Un autre texte")
    sought = [
        Sought("n-1", digest("Un texte, puis un lien.")),
        Sought("n-2", digest("Un autre texte")),
    ]
    found = await chat.find(ChannelId(str(channel.id)), sought, known=frozenset(), after=None)
    assert found == {"n-1": sent.message}


async def test_what_belongs_to_another_send_is_not_taken_for_it(
    chat: DiscordChat, seeded: Seeded
) -> None:
    channel = seeded.announcements
    first = await chat.do(Say(to(channel), Message("Je n'ai pas compris")), nonce="n-1")
    second = await chat.do(Say(to(channel), Message("Je n'ai pas compris")), nonce="n-2")
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    sought = [Sought("n-2", digest("Je n'ai pas compris"))]
    found = await chat.find(
        ChannelId(str(channel.id)), sought, known=frozenset({first.message}), after=None
    )
    assert found == {"n-2": second.message}


async def test_reading_goes_on_from_the_last_message_known_past_a_crowd(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    channel = seeded.announcements
    first = await chat.do(Say(to(channel), Message("Un")), nonce="n-1")
    second = await chat.do(Say(to(channel), Message("Deux")), nonce="n-2")
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    for number in range(250):
        await sandbox.people.say(seeded.mimosa, channel, f"Bavardage {number}")
    found = await chat.find(
        ChannelId(str(channel.id)),
        [Sought("n-2", digest("Deux"))],
        known=frozenset({first.message}),
        after=first.message,
    )
    assert found == {"n-2": second.message}


def test_two_alike_are_given_one_message_each() -> None:
    class Kept:
        def __init__(self, id_: int) -> None:
            self.id, self.nonce, self.content = id_, None, "Pareil"

    alike = digest("Pareil")
    ours = [Kept(1), Kept(2)]
    found = match([Sought("a", alike), Sought("b", alike), Sought("c", alike)], ours)  # type: ignore[arg-type]
    assert found == {"a": "1", "b": "2"}


def test_a_defect_of_ours_is_not_taken_for_the_chats() -> None:
    with pytest.raises(LookupError):
        outcome(LookupError("ours"))


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (discord.RateLimited(42.0), Rejected(Refusal.BUSY, 42.0)),
        (TimeoutError(), Unknown("TimeoutError")),
        (aiohttp.ServerDisconnectedError(), Unknown("ServerDisconnectedError")),
    ],
)
def test_errors_of_the_line(error: Exception, result: object) -> None:
    assert outcome(error) == result


async def test_a_sent_message_is_amended(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    sent = await chat.do(Say(to(seeded.announcements), Message("Un")), nonce="n-1")
    assert isinstance(sent, Sent)
    place = ChannelId(str(seeded.announcements.id))
    told = await chat.do(Amend(place, sent.message, Message("Deux")), nonce="n-2")
    assert told == Sent(sent.message)
    assert [one.content for one in seeded.announcements.messages.values()] == ["Deux"]


async def test_a_message_that_people_deleted_cannot_be_amended(
    seeded: Seeded, chat: DiscordChat
) -> None:
    place = ChannelId(str(seeded.announcements.id))
    told = await chat.do(Amend(place, MessageId("12345"), Message("Deux")), nonce="n")
    assert told == Rejected(Refusal.NO_MESSAGE)


async def opened(seeded: Seeded, chat: DiscordChat, name: str = "Le fil") -> ChannelId:
    sent = await chat.do(Say(to(seeded.announcements), Message("Ici")), nonce="n-0")
    assert isinstance(sent, Sent)
    act = OpenThread(ChannelId(str(seeded.announcements.id)), sent.message, name)
    assert await chat.do(act, nonce="n-1") == Sent(sent.message)
    assert await chat.do(act, nonce="n-1") == Sent(sent.message)
    return ChannelId(sent.message)


async def test_a_thread_is_opened_on_a_message_once_however_often_it_is_asked(
    seeded: Seeded, chat: DiscordChat
) -> None:
    thread = await opened(seeded, chat)
    threads = seeded.guild.threads
    assert [(str(one.id), one.name) for one in threads.values()] == [(thread, "Le fil")]


async def test_an_archived_thread_is_woken_to_amend_a_message_in_it(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    thread = await opened(seeded, chat)
    sent = await chat.do(Say(Target(thread), Message("Un")), nonce="n-2")
    assert isinstance(sent, Sent)
    await sandbox.clock.advance(8 * 86_400)
    channel = seeded.guild.threads[int(thread)]
    told = await chat.do(Amend(thread, sent.message, Message("Deux")), nonce="n-3")
    assert told == Sent(sent.message)
    assert channel.messages[int(sent.message)].content == "Deux"


async def test_an_archived_thread_is_woken_by_a_message(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    thread = await opened(seeded, chat)
    await sandbox.clock.advance(8 * 86_400)
    assert isinstance(await chat.do(Say(Target(thread), Message("Un")), nonce="n-2"), Sent)


async def test_a_thread_is_renamed(seeded: Seeded, chat: DiscordChat) -> None:
    thread = await opened(seeded, chat)
    await chat.do(Rename(thread, "🔒 Le fil"), nonce="n-2")
    assert seeded.guild.threads[int(thread)].name == "🔒 Le fil"


async def test_without_the_right_no_thread_is_opened(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    sent = await chat.do(Say(to(seeded.announcements), Message("Ici")), nonce="n-0")
    assert isinstance(sent, Sent)
    sandbox.people.admins.allow_in(
        seeded.boussole,
        seeded.announcements,
        seeded.vigie.user,
        deny=permissions.CREATE_PUBLIC_THREADS,
    )
    act = OpenThread(ChannelId(str(seeded.announcements.id)), sent.message, "Le fil")
    assert await chat.do(act, nonce="n-1") == Rejected(Refusal.NO_RIGHT)


async def test_too_many_open_threads_are_told_apart(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    sent = await chat.do(Say(to(seeded.announcements), Message("Ici")), nonce="n-0")
    assert isinstance(sent, Sent)
    sandbox.world.most_active_threads = 0
    act = OpenThread(ChannelId(str(seeded.announcements.id)), sent.message, "Le fil")
    assert await chat.do(act, nonce="n-1") == Rejected(Refusal.TOO_MANY)


async def test_a_forum_channels_post_gets_the_tags_that_the_channel_knows(
    seeded: Seeded, chat: DiscordChat
) -> None:
    act = OpenPost(
        ChannelId(str(seeded.forum.id)), "Le vote", Message("Bonjour"), ("Vote", "inconnue")
    )
    told = await chat.do(act, nonce="n-1")
    assert isinstance(told, Sent)
    post = seeded.guild.threads[int(told.message)]
    assert post.thread is not None
    known = {tag.id: tag.name for tag in seeded.forum.tags}
    assert [known[tag] for tag in post.thread.tags] == ["vote"]


async def test_a_forum_post_is_told_once_and_can_be_found_again(
    sandbox: Sandbox, seeded: Seeded, chat: DiscordChat
) -> None:
    sandbox.faults.put("chat.502_after", times=1, match=r"POST /channels")
    channel = ChannelId(str(seeded.forum.id))
    act = OpenPost(channel, "Le vote", Message("Bonjour"))
    assert isinstance(await chat.do(act, nonce="n-1"), Unknown)
    [post] = seeded.guild.threads
    found = await chat.find_post(channel, digest("Bonjour"), known=frozenset())
    assert found == MessageId(str(post))
    assert await chat.find_post(channel, digest("Autre"), known=frozenset()) is None
    assert await chat.find_post(channel, digest("Bonjour"), known=frozenset([found])) is None
