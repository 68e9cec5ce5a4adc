"""What a Discourse forum is made of. Instants are milliseconds, 0 is never."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from bot.sandbox.forum.things import Readers


class PostType(IntEnum):
    REGULAR = 1
    MODERATOR_ACTION = 2
    SMALL_ACTION = 3
    WHISPER = 4


@dataclass(slots=True)
class User:
    id: int
    username: str
    name: str
    joined_ms: int
    admin: bool = False
    trust_level: int = 1


@dataclass(slots=True)
class Category:
    id: int
    name: str
    slug: str
    description: str = ""
    parent: int = 0
    color: str = "0088CC"
    readers: Readers = Readers.ALL
    closed: bool = False  # its readers reply there, the staff alone opens threads


@dataclass(slots=True)
class Tag:
    id: int
    name: str


@dataclass(slots=True)
class Topic:
    """A thread. `post_ids` rise, deleted posts included; purged ones have left it."""

    id: int
    category_id: int
    user_id: int
    title: str
    slug: str
    created_ms: int
    tags: tuple[str, ...] = ()
    post_ids: list[int] = field(default_factory=list)
    next_number: int = 1
    bumped_ms: int = 0
    views: int = 0
    closed: bool = False
    archived: bool = False
    unlisted: bool = False
    pinned_ms: int = 0
    deleted_ms: int = 0
    deleter: int = 0


@dataclass(slots=True)
class Post:
    """A post; `number` is its own in its thread, and never changes."""

    id: int
    topic_id: int
    number: int
    user_id: int
    created_ms: int
    raw: str
    cooked: str
    type: PostType = PostType.REGULAR
    answers: int | None = None  # the number of the post that it replies to
    action: str = ""  # of a small action, such as `closed.enabled`
    version: int = 1
    updated_ms: int = 0
    deleted_ms: int = 0
    deleter: int = 0
    hidden: bool = False
    withdrawn: tuple[str, str] | None = None  # raw and cooked, from before its author took it back
