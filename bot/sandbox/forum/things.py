"""What a forum is made of: people, threads, posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Readers(StrEnum):
    """Who may read a category, beside its moderators."""

    ALL = "all"
    MEMBERS = "members"
    NOBODY = "nobody"


@dataclass(slots=True)
class User:
    uid: int
    name: str
    colour: str
    seen_ms: int
    posts: int = 0
    topics: int = 0
    joined_ms: int = 0


@dataclass(slots=True)
class Topic:
    """A thread. `pids` rise, deleted posts included; purged ones have left it."""

    tid: int
    cid: int
    uid: int
    title: str
    slug: str
    tags: tuple[str, ...]
    created_ms: int
    pids: list[int] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)  # locks, moves…: as recorded
    views: int = 0
    locked: bool = False
    pinned: bool = False
    deleted: bool = False
    deleter: int = 0


@dataclass(slots=True)
class Edit:
    at_ms: int
    uid: int


@dataclass(slots=True)
class Post:
    pid: int
    tid: int
    uid: int
    created_ms: int
    html: str
    markdown: str
    to_pid: int | None = None
    edits: list[Edit] = field(default_factory=list)  # oldest first
    deleted: bool = False
    deleter: int = 0

    @property
    def edited_ms(self) -> int:
        """When it was last edited; 0 is never."""
        return self.edits[-1].at_ms if self.edits else 0

    @property
    def editor(self) -> int | None:
        return self.edits[-1].uid if self.edits else None
