"""What Vigie asks of a forum, whatever its engine.

An adapter never lets a library's or a server's error out: it answers `Unreadable`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.forum_writes import Denial
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
    WALLED = "walled"  # a wall against robots stands before the forum
    OTHER_ENGINE = "other_engine"  # another forum software than before answers there
    NOT_A_FORUM = "not_a_forum"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The forum was asked and nothing can be said of what it holds."""

    trouble: Trouble
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which forum answers at an address. `account`: the number of the one that reads it, where the
    engine tells it with the rest."""

    engine: str
    title: str
    url: str  # without a trailing slash, relative path included
    logged_in: bool
    account: int = 0


class PlaceKind(StrEnum):
    """What can be followed by its address."""

    TOPIC = "topic"
    CATEGORY = "category"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Place:
    """What an address of the forum names; `key` is the forum's own: a number, or a tag's name."""

    kind: PlaceKind
    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where an address of the forum leads: to a place of it, to the `post` of this number, or with
    neither to the forum itself.

    In a topic, `rank` is that of the post meant (0 the first), or `numbered` its number there.
    """

    place: Place | None = None
    post: int | None = None
    rank: int | None = None
    numbered: int | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the forum; `parent` is 0 at the top. `public`: guests see it, too."""

    number: int
    name: str
    url: str
    parent: int = 0
    public: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """A thread as the forum describes it.

    Where the forum does not say, `category` is 0, `locked` and `newest` None: when its newest post
    was written.
    """

    id: TopicId
    title: str
    url: str
    category: int
    tags: tuple[str, ...]
    post_count: int
    category_name: str = ""
    locked: bool | None = None
    deleted: bool = False
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message of a thread. `html` is the forum's own rendering, `markdown` what its author typed,
    in the forum's dialect, None where that is not told; neither is trusted yet.

    `author` is empty when the account is gone; `index` is its rank in the thread (0 the first),
    None where the forum does not say; `answers` is the number of the post that it replies to.
    `deleted` is also said of what the forum hides from its readers. `own`: the account that reads
    the forum wrote it.
    """

    id: PostId
    topic: Topic
    author: str
    posted_at: datetime  # aware, UTC
    url: str
    html: str
    edited_at: datetime | None = None
    deleted: bool = False
    index: int | None = None
    answers: int | None = None
    markdown: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Newest:
    """Posts of the whole forum, newest first; `older` asks for those before them, None at the end.

    Hidden posts leave their places empty: a short or empty page need not be the last one.
    """

    posts: tuple[Post, ...]
    older: str | None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Some posts of a topic, oldest first, and how many pages there are."""

    topic: Topic
    posts: tuple[Post, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Health:
    """When a forum was last read with success, last said something new, and what ails it.

    `threads_since`: since when followed threads cannot be read again, although the forum can.
    """

    name: str
    title: str
    last_success: datetime | None
    last_new: datetime | None
    trouble: Trouble | None
    trouble_since: datetime | None
    threads_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A post that stands on the forum."""

    post: PostId
    topic: TopicId
    url: str


@dataclass(frozen=True, slots=True)
class Queued:
    """Kept by the forum until a moderator accepts it; it has no number yet."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A post was edited or withdrawn."""


@dataclass(frozen=True, slots=True)
class Denied:
    """Certainly not written. `wait_s`: the wait that the forum asks for; `limit`: how many
    characters it wants at least, or at most; `said`: its own words."""

    why: Denial
    wait_s: float | None = None
    limit: int | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Perhaps written: the answer was lost. Look before repeating."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Source:
    """A post as it was typed. `own`: the account that reads the forum wrote it."""

    markdown: str
    own: bool
    deleted: bool = False


class Forum(Protocol):
    """One forum, read one request at a time."""

    name: str
    url: str

    async def identify(self) -> Identity | Unreadable: ...

    async def newest(self, older_than: str | None = None) -> Newest | Unreadable:
        """A page of the forum's posts, newest first; `older_than` is the last page's `older`.

        Posts of deleted threads, and single ones that make no sense, are left out.
        """
        ...

    async def topic(self, number: int, page: int = 1) -> TopicPage | Unreadable:
        """A page of a thread; MISSING beyond its last, too."""
        ...

    async def post(self, number: int) -> Post | Unreadable:
        """One post, wherever it is now."""
        ...

    async def source(self, number: int) -> Source | Unreadable:
        """What the author of a post typed; MISSING where it is gone for good."""
        ...

    async def categories(self) -> tuple[Category, ...] | Unreadable:
        """All that this reader may see, parents before their children, and whether guests do."""
        ...

    async def may_open(self, category: int) -> bool | Unreadable | None:
        """Whether this reader may open threads there, None where the forum does not tell; MISSING
        where there is no such category, FORBIDDEN where it may not be seen."""
        ...

    async def latest(self, place: Place) -> tuple[Topic, ...] | Unreadable:
        """The threads of a category or a tag, the latest active first, at least five if so many."""
        ...

    async def post_reply(
        self, topic: int, markdown: str, *, to: int | None = None
    ) -> Written | Queued | Denied | Doubtful:
        """Write in a thread, once and for everybody; `to` is the number of the post answered.

        One attempt. Only `services.forum_writing` may call it, and the three that follow.
        """
        ...

    async def post_topic(
        self, category: int, title: str, markdown: str
    ) -> Written | Queued | Denied | Doubtful:
        """Open a thread; its first post is what is written."""
        ...

    async def change_post(self, post: int, markdown: str) -> Changed | Queued | Denied | Doubtful:
        """Change a post of one's own; its words are as they will be however often this is done."""
        ...

    async def withdraw_post(self, post: int) -> Changed | Denied | Doubtful:
        """Take back a post of one's own, which moderators can still see. DELETED where it was."""
        ...

    def place_of(self, address: str) -> Place | None:
        """What a pasted address names, None when it is not of this forum."""
        ...

    def link_of(self, address: str) -> Link | None:
        """Where a pasted address leads, None when that is nowhere in this forum."""
        ...

    def tag_url(self, name: str) -> str:
        """Where the threads of a tag are listed; the forum's own address while its engine is not
        known."""
        ...

    async def close(self) -> None: ...
