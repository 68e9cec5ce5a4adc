"""What Vigie reads of NodeBB's answers, and nothing more.

What the forum got from other sites carries an address where its own things carry a number:
that is passed over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Annotated, Any, Final
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from bot.domain.ids import PostId, TopicId
from bot.forums.arriving import shown
from bot.forums.nodebb_feed import Cursor
from bot.forums.odd import Odd
from bot.ports.forum import Newest, Post, Topic, TopicPage

LAST_MS: Final = 253_402_300_799_000  # the end of year 9999
DELETED: Final = "[[topic:post-is-deleted]]"
OLDEST_FIRST: Final = "oldest_to_newest"


def _own_number(value: object) -> object:
    """A number of this forum's own, else 0."""
    known = isinstance(value, int) or (isinstance(value, str) and value.isdecimal())
    return value if known and 0 <= int(str(value)) < 2**63 else 0


Ms = Annotated[int, Field(ge=0, le=LAST_MS)]
Number = Annotated[int, Field(gt=0, lt=2**63)]
OwnNumber = Annotated[int, BeforeValidator(_own_number)]
Flag = Annotated[
    bool, BeforeValidator(lambda value: bool(value) if value in (0, 1, None) else value)
]


class Config(BaseModel):
    """`/api/config`: that it is NodeBB, and where it lives."""

    relative_path: str
    site_title: str = Field(alias="siteTitle")
    logged_in: bool = Field(False, alias="loggedIn")
    uid: OwnNumber = 0


class User(BaseModel):
    username: str = ""
    displayname: str = ""


class SaidCategory(BaseModel):
    cid: OwnNumber = 0
    name: str = ""


class Tag(BaseModel):
    value: str


class SaidTopic(BaseModel):
    """A thread; `titleRaw` exists where `title` is escaped."""

    tid: Number
    title: str
    title_raw: str | None = Field(None, alias="titleRaw")
    slug: str = ""
    cid: OwnNumber = 0
    tags: list[Tag] = []
    postcount: Annotated[int, Field(ge=0)] = 0
    locked: Flag | None = None  # not said where posts of many threads are
    deleted: Flag = False
    scheduled: Flag = False
    last_post: Ms = Field(0, alias="lastposttime")
    category: SaidCategory | None = None


class SaidPost(BaseModel):
    pid: Number
    uid: OwnNumber = 0
    content: str | None = ""
    timestamp: Ms
    edited: Ms | None = 0
    deleted: Flag = False
    to_pid: OwnNumber = Field(0, alias="toPid")
    index: Annotated[int, Field(ge=0)] | None = None
    user: User = User()


class NewPost(SaidPost):
    """A post of `/api/recent/posts`, with its thread and category beside it."""

    topic: SaidTopic
    category: SaidCategory | None = None
    is_main: bool = Field(False, alias="isMainPost")


class Pagination(BaseModel):
    current: Annotated[int, Field(ge=1)] = Field(alias="currentPage")
    count: Annotated[int, Field(ge=1)] = Field(alias="pageCount")


class SaidPage(SaidTopic):
    """`/api/topic/<tid>`."""

    posts: list[SaidPost]
    pagination: Pagination
    sort: str = Field(OLDEST_FIRST, alias="sortOption")


_FEED: Final = TypeAdapter(list[Any])
_PATH: Final = TypeAdapter(str)


def config(body: object) -> Config:
    """Raises ValueError when it is not NodeBB's."""
    return Config.model_validate(body)


def title(said: Config) -> str:
    return unescape(said.site_title)


def newest(
    body: object, cursor: Cursor, forum: str, url: str, odd: Odd, account: int = 0
) -> Newest:
    """A page of the feed, as it orders it. Raises ValueError where nothing of it is understood.

    `account`: the number of who reads it, 0 for a guest.
    To whoever may see them, it also tells what is not public: deleted threads, and those to come.
    """
    feed = _FEED.validate_python(body)
    own = [said for said in feed if is_own(said, "pid") and is_own(_topic_of(said), "tid")]
    read = odd.readable(own, "pid", lambda said: _new_post(said, forum, url, account))
    numbers = [post.id.number for post in read]
    shown = tuple(post for post in read if not post.topic.deleted)
    return Newest(shown, cursor.older(numbers, is_blank=not feed))


def _topic_of(said: object) -> object:
    return said.get("topic") if isinstance(said, dict) else None


def is_own(said: object, key: str) -> bool:
    """Whether it is numbered here; what has no number at all is left to be refused."""
    number = said.get(key) if isinstance(said, dict) else None
    return not isinstance(number, str) or number.isdecimal()


def topic_page(body: object, forum: str, url: str, account: int = 0) -> TopicPage:
    """As `account` reads it. Raises ValueError on any other shape: a post that is left out would be
    taken for gone."""
    if isinstance(body, dict) and isinstance(body.get("posts"), list):
        body = {**body, "posts": [said for said in body["posts"] if is_own(said, "pid")]}
    said = SaidPage.model_validate(body)
    topic = topic_of(said, said.category, forum, url)
    ranked = said.sort == OLDEST_FIRST  # else `index` counts from the other end
    posts = tuple(
        _post(post, topic, url, post.index if ranked else None, account) for post in said.posts
    )
    return TopicPage(topic, posts, said.pagination.current, said.pagination.count)


def path_of_post(body: object) -> str:
    """`/topic/<tid>/…/<place>` from where NodeBB sends for a post. Raises ValueError otherwise."""
    path = _PATH.validate_python(body, strict=True)
    _, _, rest = path.partition("/topic/")
    tid, *others = rest.rstrip("/").split("/")
    if not (tid.isascii() and tid.isdigit()):
        raise ValueError(path)
    place = others[-1] if len(others) > 1 and others[-1].isascii() else ""
    return f"/topic/{tid}/{tid}/{place}" if place.isdigit() else f"/topic/{tid}"


def _new_post(item: object, forum: str, url: str, account: int) -> Post:
    said = NewPost.model_validate(item)
    topic = topic_of(said.topic, said.category, forum, url)
    topic = replace(topic, newest=topic.newest or _instant(said.timestamp))
    return _post(said, topic, url, 0 if said.is_main else said.index, account)


def topic_of(said: SaidTopic, category: SaidCategory | None, forum: str, url: str) -> Topic:
    return Topic(
        id=TopicId(forum, said.tid),
        title=said.title_raw or unescape(said.title),
        url=f"{url}/topic/{quote(said.slug or str(said.tid))}",
        category=said.cid or (category.cid if category else 0),
        category_name=unescape(category.name) if category else "",
        tags=tuple(unescape(tag.value) for tag in said.tags),
        post_count=said.postcount,
        locked=said.locked,
        deleted=said.deleted or said.scheduled,
        newest=_instant(said.last_post) if said.last_post else None,
    )


def _post(said: SaidPost, topic: Topic, url: str, index: int | None, account: int) -> Post:
    deleted = said.deleted or (said.content or "").strip() == DELETED
    return Post(
        id=PostId(topic.id.forum, said.pid),
        topic=topic,
        author=_name(said.user),
        posted_at=_instant(said.timestamp),
        url=f"{url}/post/{said.pid}",
        html="" if deleted else shown(said.content or ""),
        edited_at=_instant(said.edited) if said.edited else None,
        deleted=deleted,
        index=index,
        answers=said.to_pid or None,
        own=account > 0 and said.uid == account,
    )


def _name(user: User) -> str:
    """Empty for an account that is gone: the forum then gives a key of its own catalogue."""
    name = unescape(user.displayname or user.username)
    return "" if name.startswith("[[") and name.endswith("]]") else name


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
