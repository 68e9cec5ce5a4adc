"""Writing to a person first: their private channel is asked for, then written to."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chats.discord.sender import DiscordChat
from bot.chats.discord.trace import no_blind_repeats
from bot.domain.ids import ChannelId, CollectiveId, PersonId
from bot.ports.chat import (
    File,
    Member,
    Message,
    Refusal,
    Rejected,
    Say,
    Sent,
    Target,
    Unknown,
)
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.pictures import png
from tests.tinybot import hurry, point_at, running

MESSAGE = Message("Nice : un vote", files=(File("nice.png", png(), "Nice"),))


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


@pytest.fixture
def mimosa(seeded: Seeded) -> PersonId:
    return PersonId(str(seeded.mimosa.id))


async def told(chat: DiscordChat, person: PersonId) -> Sent | Rejected | Unknown:
    channel = await chat.open_private(person)
    assert isinstance(channel, str)
    return await chat.do(Say(Target(channel), MESSAGE), nonce="n-1")


async def test_a_person_who_never_wrote_is_written_to(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, mimosa: PersonId
) -> None:
    assert isinstance(await told(chat, mimosa), Sent)
    private = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    [read] = sandbox.people.messages(private, seeded.mimosa)
    assert (read.content, read.attachments[0].description) == ("Nice : un vote", "Nice")


async def test_the_channel_is_the_same_however_often_it_is_asked_for(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, mimosa: PersonId
) -> None:
    first = await chat.open_private(mimosa)
    async with running(sandbox.token) as restarted:
        chat.use(restarted)
        assert await chat.open_private(mimosa) == first
    private = sandbox.people.dm(seeded.mimosa, seeded.vigie.user)
    assert first == ChannelId(str(private.id))


async def test_a_lost_answer_is_unknown_and_may_be_asked_for_again(
    chat: DiscordChat, sandbox: Sandbox, mimosa: PersonId
) -> None:
    sandbox.faults.put("chat.502_after", times=1, match=r"/users/@me/channels")
    assert await chat.open_private(mimosa) == Unknown("status 502")
    assert isinstance(await told(chat, mimosa), Sent)


async def test_who_closed_their_private_messages_is_not_written_to(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, mimosa: PersonId
) -> None:
    sandbox.people.set_dms(seeded.mimosa, is_open=False)
    assert await told(chat, mimosa) == Rejected(Refusal.CLOSED)
    sandbox.people.set_dms(seeded.mimosa, is_open=True)
    assert isinstance(await told(chat, mimosa), Sent)


async def test_who_left_every_server_in_common_is_not_written_to(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, mimosa: PersonId
) -> None:
    sandbox.world.remove_member(seeded.guild, seeded.mimosa)
    assert await told(chat, mimosa) == Rejected(Refusal.CLOSED)


async def test_an_account_that_is_gone_has_no_channel(chat: DiscordChat) -> None:
    assert await chat.open_private(PersonId("12345")) == Rejected(Refusal.CLOSED)


async def test_without_a_login_it_waits() -> None:
    refused = await DiscordChat().open_private(PersonId("1"))
    assert refused == Rejected(Refusal.NO_LOGIN, 10.0)


async def test_what_is_a_collectives_own_goes_to_its_members_alone(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, mimosa: PersonId
) -> None:
    channel = await chat.open_private(mimosa)
    assert isinstance(channel, str)
    own, other = seeded.announcements.guild, sandbox.world.add_guild("Collectif des Calanques")
    assert own is not None
    sandbox.world.install(seeded.vigie, other, 0)
    ours, theirs, gone = (
        Say(Target(channel), MESSAGE, Member(mimosa, CollectiveId(str(guild))))
        for guild in (own.id, other.id, 1)
    )
    for act in (theirs, gone):
        assert await chat.do(act, nonce="n-2") == Rejected(Refusal.NOT_A_MEMBER)
    assert isinstance(await chat.do(ours, nonce="n-3"), Sent)
