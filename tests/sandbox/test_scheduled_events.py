from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest

from bot.sandbox.discord import permissions, scheduled
from bot.sandbox.seed import Seeded
from bot.sandbox.server import Sandbox
from tests.tinybot import TinyBot


def guild_of(bot: TinyBot, seeded: Seeded) -> discord.Guild:
    found = bot.get_guild(seeded.guild.id)
    assert found is not None
    return found


def facts(sandbox: Sandbox, **other: Any) -> dict[str, Any]:
    begins: datetime = sandbox.clock.now() + timedelta(days=1)
    return {
        "name": "Vote à Nice",
        "description": "Point 12",
        "start_time": begins,
        "end_time": begins + timedelta(hours=2),
        "location": "mairie",
        "entity_type": discord.EntityType.external,
        "privacy_level": discord.PrivacyLevel.guild_only,
    } | other


async def test_an_event_is_made_listed_changed_and_cancelled(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild = guild_of(bot, seeded)
    made = await guild.create_scheduled_event(**facts(sandbox))
    assert (made.name, made.location, made.creator_id) == ("Vote à Nice", "mairie", bot.user.id)
    [listed] = await guild.fetch_scheduled_events(with_counts=False)
    assert listed.id == made.id
    moved = await made.edit(
        start_time=made.start_time + timedelta(days=2),
        end_time=made.end_time + timedelta(days=2),
        location="salle des fêtes",
    )
    assert moved.location == "salle des fêtes"
    await moved.edit(status=discord.EventStatus.cancelled)
    assert await guild.fetch_scheduled_events(with_counts=False) == []
    assert seeded.guild.scheduled[made.id].status == scheduled.CANCELED


async def test_the_past_is_refused_and_so_is_an_end_before_the_beginning(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild, now = guild_of(bot, seeded), sandbox.clock.now()
    for wrong in (
        {"start_time": now - timedelta(hours=1)},
        {"end_time": now + timedelta(hours=1)},
    ):
        with pytest.raises(discord.HTTPException) as met:
            await guild.create_scheduled_event(**facts(sandbox, **wrong))
        assert (met.value.status, met.value.code) == (400, 50035)


async def test_a_hundred_are_to_come_at_most(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild = guild_of(bot, seeded)
    first = await guild.create_scheduled_event(**facts(sandbox))
    [one] = seeded.guild.scheduled.values()
    for number in range(1, scheduled.MOST):
        seeded.guild.scheduled[number] = one
    with pytest.raises(discord.HTTPException) as met:
        await guild.create_scheduled_event(**facts(sandbox))
    assert met.value.code == 30038
    await first.cancel()
    seeded.guild.scheduled.clear()
    await guild.create_scheduled_event(**facts(sandbox))


async def test_making_events_is_a_right_and_those_of_others_another(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild = guild_of(bot, seeded)
    made = await guild.create_scheduled_event(**facts(sandbox))
    seeded.guild.scheduled[made.id].creator = seeded.mimosa
    with pytest.raises(discord.Forbidden):
        await made.edit(description="à moi")
    role = seeded.guild.roles[seeded.guild.members[bot.user.id].roles[0]]
    role.permissions &= ~permissions.CREATE_EVENTS
    with pytest.raises(discord.Forbidden):
        await guild.create_scheduled_event(**facts(sandbox))
    role.permissions |= permissions.MANAGE_EVENTS
    await made.edit(description="à nous")


async def test_what_people_deleted_is_unknown(
    sandbox: Sandbox, seeded: Seeded, bot: TinyBot
) -> None:
    guild = guild_of(bot, seeded)
    made = await guild.create_scheduled_event(**facts(sandbox))
    await made.delete()
    with pytest.raises(discord.NotFound) as met:
        await guild.fetch_scheduled_event(made.id)
    assert met.value.code == 10070
