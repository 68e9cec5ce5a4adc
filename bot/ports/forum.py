"""What Vigie asks of a forum, whatever its engine.

An adapter never lets a library's or a server's error out: it answers `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.ids import PostId, TopicId


class Trouble(StrEnum):
    """Why a forum could not be read; each has its sentence in the catalogue."""

    UNREACHABLE = "unreachable"  # refused, reset, name unknown
    TIMEOUT = "timeout"
    SERVER = "server"  # 5xx
    BUSY = "busy"  # 429
    GARBLED = "garbled"  # HTML, truncated or unexpected JSON
    MISSING = "missing"  # 404
    FORBIDDEN = "forbidden"  # 401, 403
    NOT_A_FORUM = "not_a_forum"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The forum was asked and nothing can be said of what it holds."""

    trouble: Trouble
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which forum answers at an address."""

    engine: str
    title: str
    url: str  # without a trailing slash, relative path included
    logged_in: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A thread as the forum describes it."""

    id: TopicId
    title: str
    url: str
    category: str
    tags: tuple[str, ...]
    post_count: int
    locked: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A message of a thread. `html` is the forum's own rendering, not yet trusted.

    `author` is empty when the account is gone.
    """

    id: PostId
    topic: Topic
    author: str
    posted_at: datetime  # aware, UTC
    url: str
    html: str
    edited_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some posts of a topic, oldest first, and how many pages there are."""

    topic: Topic
    posts: tuple[Post, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Health:
    """When a forum was last read with success, last said something new, and what ails it."""

    name: str
    title: str
    last_success: datetime | None
    last_new: datetime | None
    trouble: Trouble | None
    trouble_since: datetime | None


class Forum(Protocol):
    """One forum, read one request at a time."""

    name: str
    url: str

    async def identify(self) -> Identity | Unreadable: ...

    async def newest(self, page: int = 1) -> Sequence[Post] | Unreadable:
        """Posts of the whole forum, newest id first, at most 20 a page.

        Hidden posts leave their places empty: a short or empty page is not the last one.
        """
        ...

    async def topic(self, topic: str, page: int = 1) -> TopicPage | Unreadable: ...

    def topic_of(self, address: str) -> str | None:
        """The topic id that a pasted address names, None when it is not of this forum."""
        ...

    async def close(self) -> None: ...
