"""A guild's scheduled events: those that take place outside, at most a hundred to come."""

from __future__ import annotations

from bot.sandbox.discord import permissions
from bot.sandbox.discord.errors import (
    ApiError,
    Form,
    NotServedError,
    missing_permissions,
    unknown,
)
from bot.sandbox.discord.events import SCHEDULED_EVENTS, WorldEvent
from bot.sandbox.discord.models import Guild, Json, ScheduledEvent, User
from bot.sandbox.discord.scheduled_shapes import EXTERNAL, GUILD_ONLY, shape
from bot.sandbox.discord.thread_checks import instant
from bot.sandbox.discord.world import World

MOST = 100
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
_NEXT = {SCHEDULED: {ACTIVE, CANCELED}, ACTIVE: {COMPLETED}}


def create(world: World, guild: Guild, by: User, body: Json) -> ScheduledEvent:
    """Raises ApiError, NotServedError for what takes place in a channel."""
    _need(guild, by, permissions.CREATE_EVENTS)
    if body.get("entity_type") != EXTERNAL or body.get("image") or body.get("recurrence_rule"):
        raise NotServedError("scheduled events in channels, with an image or repeated")
    if sum(one.status in _NEXT for one in guild.scheduled.values()) >= MOST:
        raise ApiError(400, 30038, f"Maximum number of scheduled events reached ({MOST})")
    facts = _facts(world, body, whole=True)
    made = ScheduledEvent(world.snowflakes.new(), guild, by, **facts)
    guild.scheduled[made.id] = made
    _tell(world, "GUILD_SCHEDULED_EVENT_CREATE", made)
    return made


def change(world: World, one: ScheduledEvent, by: User, body: Json) -> None:
    _need_theirs(one, by)
    facts = _facts(world, body, whole=False)
    if (status := body.get("status")) is not None:
        if status != one.status and status not in _NEXT.get(one.status, set()):
            raise ApiError(400, 50035, "Invalid Form Body", _wrong("status", "Invalid status"))
        one.status = status
    for name, value in facts.items():
        setattr(one, name, value)
    _tell(world, "GUILD_SCHEDULED_EVENT_UPDATE", one)


def remove(world: World, one: ScheduledEvent, by: User) -> None:
    _need_theirs(one, by)
    one.guild.scheduled.pop(one.id, None)
    _tell(world, "GUILD_SCHEDULED_EVENT_DELETE", one)


def find(guild: Guild, id_: int | None) -> ScheduledEvent:
    found = guild.scheduled.get(id_ or 0)
    if found is None:
        raise unknown("Guild Scheduled Event")
    return found


def _need_theirs(one: ScheduledEvent, by: User) -> None:
    """Who made it may change it; others need the right to manage all."""
    own = permissions.CREATE_EVENTS if one.creator.id == by.id else 0
    _need(one.guild, by, permissions.MANAGE_EVENTS | own)


def _need(guild: Guild, by: User, any_of: int) -> None:
    if not permissions.base(guild, guild.members[by.id]) & any_of:
        raise missing_permissions()


def _facts(world: World, body: Json, *, whole: bool) -> Json:
    """What a body says of an event, judged. `whole`: all that is required must be there."""
    form, facts = Form(), dict[str, object]()
    for key in ("name", "scheduled_start_time", "scheduled_end_time", "privacy_level"):
        if whole and body.get(key) is None:
            form.required(key)
    if whole and body.get("entity_metadata") is None:
        form.required("entity_metadata")
    if body.get("privacy_level") not in {None, GUILD_ONLY}:
        form.wrong("privacy_level", "BASE_TYPE_CHOICES", "Value must be one of {2}.")
    if body.get("name") is not None:
        facts["name"] = form.text("name", body["name"], 100, 1)
    if "description" in body:
        facts["description"] = form.text("description", body["description"], 1_000) or None
    if body.get("entity_metadata") is not None:
        said = form.mapping("entity_metadata", body["entity_metadata"])
        path = "entity_metadata.location"
        facts["location"] = form.text(path, said.get("location"), 100, 1)
    form.check()
    return facts | _times(world, body)


def _times(world: World, body: Json) -> Json:
    starts = instant(body.get("scheduled_start_time"), "scheduled_start_time")
    ends = instant(body.get("scheduled_end_time"), "scheduled_end_time")
    if starts is not None and starts <= world.clock.now():
        message = "Cannot schedule event in the past."
        wrong = _wrong("scheduled_start_time", message, "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST")
        raise ApiError(400, 50035, "Invalid Form Body", wrong)
    if starts is not None and ends is not None and ends <= starts:
        message = "Cannot end an event before it starts."
        raise ApiError(400, 50035, "Invalid Form Body", _wrong("scheduled_end_time", message))
    return {key: at for key, at in (("starts", starts), ("ends", ends)) if at is not None}


def _wrong(path: str, message: str, code: str = "INVALID") -> Json:
    return {path: {"_errors": [{"code": code, "message": message}]}}


def _tell(world: World, name: str, one: ScheduledEvent) -> None:
    world.emit(WorldEvent(name, lambda: shape(one), SCHEDULED_EVENTS, one.guild))
