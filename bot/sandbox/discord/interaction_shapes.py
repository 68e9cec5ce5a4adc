"""Interactions as applications get them, and what their answers are answered."""

from __future__ import annotations

from bot.sandbox.discord import permissions, shapes
from bot.sandbox.discord.bodies import LARGEST
from bot.sandbox.discord.message_shapes import integration_owners, message
from bot.sandbox.discord.models import EPHEMERAL, MESSAGE, UPDATE, Interaction, Json


def callback_answer(interaction: Interaction) -> Json:
    """What `with_response` gives: the message only for the answers that made or changed one."""
    about: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "channel_id": str(interaction.channel.id),
    }
    if interaction.channel.guild_id:
        about["guild_id"] = str(interaction.channel.guild_id)
    answer: Json = {"interaction": about}
    if interaction.original is not None:
        about["response_message_id"] = str(interaction.original.id)
        about["response_message_loading"] = interaction.deferred
        about["response_message_ephemeral"] = bool(interaction.original.flags & EPHEMERAL)
        if interaction.answer_type in (MESSAGE, UPDATE):
            shown = message(interaction.original)
            answer["resource"] = {"type": interaction.answer_type, "message": shown}
    return answer


def interaction_create(one: Interaction) -> Json:
    """INTERACTION_CREATE's data."""
    guild, app = one.channel.guild, one.application
    data: Json = {
        "id": str(one.id),
        "application_id": str(app.id),
        "type": one.type,
        "token": one.token,
        "version": 1,
        "data": one.data,
        "channel_id": str(one.channel.id),
        "channel": shapes.bare_channel(one.channel),
        "app_permissions": str(permissions.in_channel(one.channel, app.id)),
        "locale": one.user.locale,
        "context": 0 if guild else 1,
        "entitlements": [],
        "attachment_size_limit": LARGEST,
        "authorizing_integration_owners": integration_owners(one.channel),
    }
    if one.source is not None:
        data["message"] = message(one.source)
    if guild is None:
        return data | {"user": shapes.user(one.user)}
    member = shapes.member(guild.members[one.user.id])
    member["permissions"] = str(permissions.in_channel(one.channel, one.user.id))
    return data | {
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": member,
    }
