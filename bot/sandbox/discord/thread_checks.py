"""What requests say of threads and of forums' tags, judged as the real server does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.discord.errors import ApiError, Form, Json, unknown
from bot.sandbox.discord.models import (
    FORUM,
    PINNED,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    REQUIRE_TAG,
    Channel,
)
from bot.sandbox.discord.snowflakes import Snowflakes, parse
from bot.sandbox.discord.thread_models import MINUTES, Tag

NAME, TAG_NAME, MOST_TAGS, MOST_APPLIED, SLOWEST_S = 100, 50, 20, 5, 21_600


@dataclass(slots=True)
class Wish:
    """What is said of a thread, new or changed. None is "not said"."""

    name: str | None = None
    minutes: int | None = None
    slowmode_s: int | None = None
    tags: list[int] | None = None
    kind: int = PUBLIC_THREAD
    invitable: bool | None = None
    archived: bool | None = None
    locked: bool | None = None
    pinned: bool | None = None


def read_new(form: Form, said: Json, parent: Channel, *, from_message: bool = False) -> Wish:
    """A thread to make; without a kind a text channel's is private, as the server has it."""
    wish = _read(form, said)
    wish.name = form.text("name", said.get("name"), NAME, 1)
    if parent.type != FORUM and not from_message:
        wish.kind = said.get("type") or PRIVATE_THREAD
        if wish.kind not in (PUBLIC_THREAD, PRIVATE_THREAD):
            _not_a_choice(form, "type", (PUBLIC_THREAD, PRIVATE_THREAD))
    return wish


def read_change(form: Form, said: Json) -> Wish:
    wish = _read(form, said)
    if said.get("name") is not None:
        wish.name = form.text("name", said["name"], NAME, 1)
    wish.archived = _boolean(form, said, "archived")
    wish.locked = _boolean(form, said, "locked")
    if said.get("flags") is not None:
        wish.pinned = bool(form.integer("flags", said["flags"]) & PINNED)
    return wish


def _read(form: Form, said: Json) -> Wish:
    wish = Wish(minutes=minutes(form, said, "auto_archive_duration"))
    wish.slowmode_s = slowmode(form, said, "rate_limit_per_user")
    wish.invitable = _boolean(form, said, "invitable")
    if said.get("applied_tags") is not None:
        given = form.items("applied_tags", said["applied_tags"], MOST_APPLIED)
        wish.tags = list(dict.fromkeys(parse(each) or 0 for each in given))
    return wish


def minutes(form: Form, said: Json, key: str) -> int | None:
    value = said.get(key)
    if value is not None and value not in MINUTES:
        _not_a_choice(form, key, MINUTES)
    return value


def slowmode(form: Form, said: Json, key: str) -> int | None:
    value = said.get(key)
    return None if value is None else form.integer(key, value, SLOWEST_S)


def _boolean(form: Form, said: Json, key: str) -> bool | None:
    value = said.get(key)
    if value is not None and not isinstance(value, bool):
        form.wrong(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return None
    return value


def _not_a_choice(form: Form, path: str, choices: tuple[int, ...]) -> None:
    listed = ", ".join(str(each) for each in choices)
    form.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")


def refuse_tags(forum: Channel, tags: list[int], *, may_moderate: bool) -> None:
    """Raises ApiError for tags the forum lacks or reserves, or for none where one is needed."""
    offered = {tag.id: tag for tag in forum.tags}
    for each in tags:
        if each not in offered:
            raise unknown("Tag")
        if offered[each].moderated and not may_moderate:
            raise ApiError(403, 50013, "Missing Permissions")
    if forum.flags & REQUIRE_TAG and not tags:
        message = "A tag is required to create a forum post in this channel"
        raise ApiError(400, 40067, message)


def read_tags(form: Form, value: object, known: list[Tag], snowflakes: Snowflakes) -> list[Tag]:
    """The tags of a forum, those with a known id changed, the others new.

    Raises ApiError 40061 when two have the same name.
    """
    old = {tag.id for tag in known}
    tags: list[Tag] = []
    for place, each in enumerate(form.items("available_tags", value, MOST_TAGS)):
        path = f"available_tags.{place}"
        said = form.mapping(path, each)
        name = form.text(f"{path}.name", said.get("name"), TAG_NAME, 1)
        given, emoji = parse(said.get("id")), said.get("emoji_name")
        tag_id = given if given in old else None
        tags.append(Tag(tag_id or snowflakes.new(), name, bool(said.get("moderated")), emoji))
    if len({tag.name.casefold() for tag in tags}) < len(tags):
        raise ApiError(400, 40061, "Tag names must be unique")
    return tags


def instant(value: str | None, name: str) -> datetime | None:
    """The aware instant of a query. Raises ApiError 50035."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        message = f'Could not parse "{value}". Should be ISO8601.'
        wrong = {"_errors": [{"code": "DATE_TIME_TYPE_PARSE", "message": message}]}
        raise ApiError(400, 50035, "Invalid Form Body", {name: wrong})
    return read
