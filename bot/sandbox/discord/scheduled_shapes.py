"""Scheduled events as the REST API and the gateway show them."""

from __future__ import annotations

from bot.sandbox.discord import shapes
from bot.sandbox.discord.models import Json, ScheduledEvent

EXTERNAL, GUILD_ONLY = 3, 2


def shape(one: ScheduledEvent) -> Json:
    return {
        "id": str(one.id),
        "guild_id": str(one.guild.id),
        "channel_id": None,
        "creator_id": str(one.creator.id),
        "creator": shapes.user(one.creator),
        "name": one.name,
        "description": one.description,
        "image": None,
        "scheduled_start_time": one.starts.isoformat(),
        "scheduled_end_time": one.ends.isoformat(),
        "privacy_level": GUILD_ONLY,
        "status": one.status,
        "entity_type": EXTERNAL,
        "entity_id": None,
        "entity_metadata": {"location": one.location},
        "recurrence_rule": None,
        "guild_scheduled_event_exceptions": [],
    }
