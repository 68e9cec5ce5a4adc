"""What all writes of the versioned API have in common: bodies, and how they are refused."""

from __future__ import annotations

from typing import Any, Final

from aiohttp import web

from bot.sandbox.forum.answers import NO_PRIVILEGE, forbidden_writing, reader, refusal
from bot.sandbox.forum.refusals import No, RefusedError
from bot.sandbox.forum.things import Topic
from bot.sandbox.forum.v3 import NO_TOPIC
from bot.sandbox.forum.world import MAX_LENGTH, MIN_LENGTH, ForumWorld

REFUSED: Final = {
    No.MISSING: (404, NO_TOPIC),
    No.LOCKED: (400, "Topic locked"),
    No.SHORT: (
        400,
        f"Please enter a longer post. Posts should contain at least {MIN_LENGTH} character(s).",
    ),
    No.LONG: (
        400,
        f"Please enter a shorter post. Posts can't be longer than {MAX_LENGTH} character(s).",
    ),
    No.DELETED: (400, "This has already been deleted"),
    No.KEPT: (400, "This has already been restored"),
    No.GONE: (400, "Topic deleted"),
    No.PLACE: (400, "Category does not exist"),
    No.TITLE: (
        400,
        "Please enter a longer title. Titles should contain at least 3 character(s).",
    ),
    No.TAGS: (400, "Tag not allowed"),
    No.MAIN: (400, "The main post can't be purged, please delete the topic instead"),
}
WANTED: Final = "Required parameters were missing from this API call: content"


def need_open(world: ForumWorld, topic: Topic, uid: int) -> None:
    """Raises RefusedError (locked, gone) to who is no moderator."""
    if topic.locked and uid not in world.moderators:
        raise RefusedError(No.LOCKED)
    if topic.deleted and uid not in world.moderators:
        raise RefusedError(No.GONE)


def refused_writer(request: web.Request) -> web.Response | None:
    if "Authorization" not in request.headers:
        return forbidden_writing()
    return refusal(request, 403, NO_PRIVILEGE) if reader(request) <= 0 else None


async def body_of(request: web.Request) -> dict[str, Any]:
    try:
        said = await request.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
