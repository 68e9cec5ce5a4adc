"""Messages with files: they arrive once, or the words arrive without them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.chats.discord.sender import DiscordChat
from bot.chats.discord.trace import no_blind_repeats
from bot.domain.delivery import digest
from bot.domain.ids import ChannelId, MessageId
from bot.ports.chat import (
    Amend,
    Embed,
    File,
    Message,
    OpenPost,
    Refusal,
    Rejected,
    Say,
    Sent,
    Sought,
    Target,
    Unknown,
)
from bot.sandbox.discord import bodies, models, permissions
from bot.sandbox.discord.models import Channel
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.pictures import png
from tests.tinybot import hurry, point_at, running

CARD = File("nice.png", png(), "Nice : deux projets.")
MESSAGE = Message("Voici Nice", embeds=(Embed("Deux projets"),), files=(CARD,))


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


def say(channel: Channel, message: Message = MESSAGE) -> Say:
    return Say(Target(place(channel)), message)


def shown(message: models.Message) -> list[tuple[str, bytes, str | None]]:
    return [(one.filename, one.data, one.description) for one in message.attachments]


def withdraw(sandbox: Sandbox, seeded: Seeded, bits: int) -> None:
    sandbox.people.admins.allow_in(
        seeded.boussole, seeded.announcements, seeded.vigie.user, deny=bits
    )


async def test_a_file_arrives_with_its_name_and_what_it_shows(
    chat: DiscordChat, seeded: Seeded
) -> None:
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert (kept.content, shown(kept)) == ("Voici Nice", [(CARD.name, CARD.data, CARD.alt)])


async def test_an_alternative_text_too_long_is_cut(chat: DiscordChat, seeded: Seeded) -> None:
    long = Message("Voici", files=(File("nice.png", png(), "x" * 2_000),))
    assert isinstance(await chat.do(say(seeded.announcements, long), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert kept.attachments[0].description == "x" * 1_024


async def test_the_client_sends_the_whole_file_again_after_a_rate_limit(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.faults.put("chat.429", times=2, match=r"POST /channels")
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert kept.attachments[0].data == CARD.data


@pytest.mark.parametrize("fault", ["chat.502", "chat.502_after", "chat.reset_after", "chat.html"])
async def test_a_message_tried_again_has_its_file_whole_and_once(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded, fault: str
) -> None:
    sandbox.faults.put(fault, times=1, match=r"POST /channels")
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Unknown)
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert [data for _, data, _ in shown(kept)] == [CARD.data]


async def test_a_lost_message_is_found_by_its_words_whatever_its_file(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.faults.put("chat.502_after", times=1, match=r"POST /channels")
    await chat.do(say(seeded.announcements), nonce="n-1")
    [kept] = seeded.announcements.messages.values()
    sought = [Sought("n-1", digest(MESSAGE.content))]
    where = place(seeded.announcements)
    found = await chat.find(where, sought, known=frozenset(), after=None)
    assert found == {"n-1": MessageId(str(kept.id))}


async def test_without_the_right_to_attach_the_words_and_embeds_arrive(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    withdraw(sandbox, seeded, permissions.ATTACH_FILES)
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert (kept.content, len(kept.embeds), kept.attachments) == ("Voici Nice", 1, [])


async def test_without_the_rights_to_attach_and_to_embed_the_words_arrive(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    withdraw(sandbox, seeded, permissions.ATTACH_FILES | permissions.EMBED_LINKS)
    assert isinstance(await chat.do(say(seeded.announcements), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert (kept.content, kept.embeds, kept.attachments) == ("Voici Nice", [], [])


async def test_without_the_right_to_write_it_is_rejected_all_the_same(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    withdraw(sandbox, seeded, permissions.SEND_MESSAGES)
    told = await chat.do(say(seeded.announcements), nonce="n-1")
    assert told == Rejected(Refusal.NO_RIGHT)


async def test_a_file_that_is_too_large_is_left_out(chat: DiscordChat, seeded: Seeded) -> None:
    heavy = Message("Voici", files=(File("nice.png", bytes(bodies.LARGEST + 1), "Nice"),))
    assert isinstance(await chat.do(say(seeded.announcements, heavy), nonce="n-1"), Sent)
    [kept] = seeded.announcements.messages.values()
    assert (kept.content, kept.attachments) == ("Voici", [])


async def test_an_amended_message_has_the_new_files_and_no_other(
    chat: DiscordChat, seeded: Seeded
) -> None:
    sent = await chat.do(say(seeded.announcements), nonce="n-1")
    assert isinstance(sent, Sent)
    [kept] = seeded.announcements.messages.values()
    new = Message("Mieux", files=(File("mieux.png", png(2, 2), "Trois projets."),))
    amend = Amend(place(seeded.announcements), sent.message, new)
    for _ in range(2):
        assert await chat.do(amend, nonce="n-2") == sent
        assert [name for name, _, _ in shown(kept)] == ["mieux.png"]
    await chat.do(Amend(amend.place, sent.message, Message("Rien")), nonce="n-3")
    assert (kept.content, kept.attachments) == ("Rien", [])


async def test_a_message_is_amended_where_files_are_no_longer_allowed(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sent = await chat.do(say(seeded.announcements), nonce="n-1")
    assert isinstance(sent, Sent)
    withdraw(sandbox, seeded, permissions.ATTACH_FILES)
    new = Message("Mieux", files=(CARD,))
    told = await chat.do(Amend(place(seeded.announcements), sent.message, new), nonce="n-2")
    assert told == sent
    [kept] = seeded.announcements.messages.values()
    assert (kept.content, kept.attachments) == ("Mieux", [])


async def test_a_forum_channels_post_has_its_file_and_is_found_again(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.faults.put("chat.502_after", times=1, match=r"POST /channels")
    act = OpenPost(place(seeded.forum), "Nice", MESSAGE)
    assert isinstance(await chat.do(act, nonce="n-1"), Unknown)
    [thread] = seeded.guild.threads.values()
    [first] = thread.messages.values()
    assert shown(first) == [(CARD.name, CARD.data, CARD.alt)]
    found = await chat.find_post(act.place, digest(MESSAGE.content), known=frozenset())
    assert found == MessageId(str(thread.id))


async def test_a_forum_channels_post_is_opened_without_the_right_to_attach(
    chat: DiscordChat, sandbox: Sandbox, seeded: Seeded
) -> None:
    sandbox.people.admins.allow_in(
        seeded.boussole, seeded.forum, seeded.vigie.user, deny=permissions.ATTACH_FILES
    )
    act = OpenPost(place(seeded.forum), "Nice", MESSAGE, tags=("vote",))
    assert isinstance(await chat.do(act, nonce="n-1"), Sent)
    [thread] = seeded.guild.threads.values()
    [first] = thread.messages.values()
    assert (first.content, len(first.embeds), first.attachments) == ("Voici Nice", 1, [])
    assert thread.thread is not None
    assert len(thread.thread.tags) == 1
