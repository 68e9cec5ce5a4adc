from __future__ import annotations

import discord
import pytest

from bot.sandbox.discord import permissions
from bot.sandbox.discord.models import DEFAULT, MESSAGE_PINNED
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.sandbox.threadkit import forum_channel, grant, kinds, stored, text_channel
from tests.tinybot import TinyBot


async def test_pins_are_said_listed_the_latest_first_and_taken_off(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    grant(sandbox, seeded, permissions.PIN_MESSAGES)
    channel = text_channel(bot, seeded)
    sent = [await channel.send(f"m{number}") for number in range(3)]
    for message in (*sent, sent[0]):
        await message.pin()
    assert [one.content async for one in channel.pins()] == ["m2", "m1", "m0"]
    assert [one.content async for one in channel.pins(limit=1)] == ["m2"]
    page = await bot.http.pins_from(channel.id, limit=2)
    assert page["has_more"]
    before = page["items"][1]["pinned_at"]
    rest = await bot.http.pins_from(channel.id, before=before)
    assert [item["message"]["content"] for item in rest["items"]] == ["m0"]
    assert kinds(seeded.discussion) == [DEFAULT] * 3 + [MESSAGE_PINNED] * 3
    assert (await channel.fetch_message(sent[0].id)).pinned
    _, at = await bot.hear("guild_channel_pins_update", 3)
    assert at == seeded.discussion.last_pin_at
    await sent[0].unpin()
    await sent[1].delete()
    assert [one.content async for one in channel.pins()] == ["m2"]


async def test_the_routes_of_before_pin_as_well(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    grant(sandbox, seeded, permissions.PIN_MESSAGES)
    sent = await text_channel(bot, seeded).send("m")
    path = f"/channels/{seeded.discussion.id}/pins"
    await bot.http.request(discord.http.Route("PUT", f"{path}/{sent.id}"))
    listed = await bot.http.request(discord.http.Route("GET", path))
    assert [(one["content"], one["pinned"]) for one in listed] == [("m", True)]
    await bot.http.request(discord.http.Route("DELETE", f"{path}/{sent.id}"))
    assert await bot.http.request(discord.http.Route("GET", path)) == []


async def test_pinning_is_a_right_and_archived_threads_refuse_it(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    thread, message = await forum_channel(bot, seeded).create_thread(name="Nice", content="un")
    with pytest.raises(discord.Forbidden):
        await message.pin()
    grant(sandbox, seeded, permissions.PIN_MESSAGES)
    await message.pin()
    assert stored(sandbox, thread).pins
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as refused:
        await message.unpin()
    assert refused.value.code == 50083
