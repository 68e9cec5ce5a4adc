"""A guild's scheduled events."""

from __future__ import annotations

from bot.sandbox.discord import scheduled
from bot.sandbox.discord.models import Guild, ScheduledEvent
from bot.sandbox.discord.router import NOTHING, Answer, Call
from bot.sandbox.discord.routes.table import router
from bot.sandbox.discord.scheduled_shapes import shape

ALL = "/guilds/{guild_id}/scheduled-events"
ONE = ALL + "/{event_id}"


def _guild(call: Call) -> Guild:
    return call.world.guild_for(call.app, call.id("guild_id"))


def _event(call: Call) -> ScheduledEvent:
    return scheduled.find(_guild(call), call.id("event_id"))


@router.route("GET", ALL)
def list_guild_scheduled_events(call: Call) -> Answer:
    """Those that are over are not listed any more."""
    to_come = {scheduled.SCHEDULED, scheduled.ACTIVE}
    found = [one for one in _guild(call).scheduled.values() if one.status in to_come]
    return 200, [shape(one) for one in found]


@router.route("POST", ALL)
def create_guild_scheduled_event(call: Call) -> Answer:
    made = scheduled.create(call.world, _guild(call), call.app.user, call.json)
    return 200, shape(made)


@router.route("GET", ONE)
def get_guild_scheduled_event(call: Call) -> Answer:
    return 200, shape(_event(call))


@router.route("PATCH", ONE)
def update_guild_scheduled_event(call: Call) -> Answer:
    one = _event(call)
    scheduled.change(call.world, one, call.app.user, call.json)
    return 200, shape(one)


@router.route("DELETE", ONE)
def delete_guild_scheduled_event(call: Call) -> Answer:
    scheduled.remove(call.world, _event(call), call.app.user)
    return NOTHING
