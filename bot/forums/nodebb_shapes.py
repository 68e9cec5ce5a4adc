"""What Vigie reads of NodeBB's answers, and nothing more."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import Annotated, Final
from urllib.parse import quote

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Post, Topic, TopicPage

LAST_MS: Final = 253_402_300_799_000  # the end of year 9999

Ms = Annotated[int, Field(ge=0, le=LAST_MS)]
Number = Annotated[int, Field(ge=0, lt=2**63)]
Flag = Annotated[
    bool, BeforeValidator(lambda value: bool(value) if value in (0, 1, None) else value)
]


class Config(BaseModel):
    """`/api/config`: that it is NodeBB, and where it lives."""

    relative_path: str
    site_title: str = Field(alias="siteTitle")
    logged_in: bool = Field(False, alias="loggedIn")


class User(BaseModel):
    username: str = ""
    displayname: str = ""


class Category(BaseModel):
    name: str = ""


class Tag(BaseModel):
    value: str


class SaidTopic(BaseModel):
    """A thread; `titleRaw` exists where `title` is escaped."""

    tid: Number
    title: str
    title_raw: str | None = Field(None, alias="titleRaw")
    slug: str = ""
    tags: list[Tag] = []
    postcount: Number = 0
    locked: Flag = False
    deleted: Flag = False


class SaidPost(BaseModel):
    pid: Number
    content: str | None = ""
    timestamp: Ms
    edited: Ms | None = 0
    deleted: Flag = False
    user: User = User()


class NewPost(SaidPost):
    """A post of `/api/recent/posts`, with its thread and category beside it."""

    topic: SaidTopic
    category: Category | None = None


class Pagination(BaseModel):
    current: Annotated[int, Field(ge=1)] = Field(alias="currentPage")
    count: Annotated[int, Field(ge=1)] = Field(alias="pageCount")


class SaidPage(SaidTopic):
    """`/api/topic/<tid>`."""

    category: Category | None = None
    posts: list[SaidPost]
    pagination: Pagination


class _Numbered(BaseModel):
    pid: int | str


_NUMBERED: Final = TypeAdapter(list[_Numbered])


def config(body: object) -> Config:
    """Raises ValueError when it is not NodeBB's."""
    return Config.model_validate(body)


def title(said: Config) -> str:
    return unescape(said.site_title)


def newest(body: object, forum: str, url: str) -> tuple[Post, ...]:
    """The posts of a feed, as it orders them. Raises ValueError on any other shape.

    Posts that the forum got from elsewhere carry an address as `pid`: they are not its own.
    """
    numbered = _NUMBERED.validate_python(body)
    pairs = zip(numbered, body if isinstance(body, list) else [], strict=True)
    own = [said for known, said in pairs if is_own(known.pid)]
    return tuple(_new_post(NewPost.model_validate(said), forum, url) for said in own)


def is_own(pid: int | str) -> bool:
    return isinstance(pid, int) or pid.isdecimal()


def topic_page(body: object, forum: str, url: str) -> TopicPage:
    """Raises ValueError on any other shape."""
    if isinstance(body, dict) and isinstance(body.get("posts"), list):
        numbered = _NUMBERED.validate_python(body["posts"])
        pairs = zip(numbered, body["posts"], strict=True)
        body = {**body, "posts": [said for known, said in pairs if is_own(known.pid)]}
    said = SaidPage.model_validate(body)
    topic = _topic(said, said.category, forum, url)
    posts = tuple(_post(post, topic, url) for post in said.posts)
    return TopicPage(topic, posts, said.pagination.current, said.pagination.count)


def _new_post(said: NewPost, forum: str, url: str) -> Post:
    return _post(said, _topic(said.topic, said.category, forum, url), url)


def _topic(said: SaidTopic, category: Category | None, forum: str, url: str) -> Topic:
    return Topic(
        id=TopicId(forum, said.tid),
        title=said.title_raw or said.title,
        url=f"{url}/topic/{quote(said.slug or str(said.tid))}",
        category=category.name if category else "",
        tags=tuple(tag.value for tag in said.tags),
        post_count=said.postcount,
        locked=said.locked,
        deleted=said.deleted,
    )


def _post(said: SaidPost, topic: Topic, url: str) -> Post:
    return Post(
        id=PostId(topic.id.forum, said.pid),
        topic=topic,
        author=_name(said.user),
        posted_at=_instant(said.timestamp),
        url=f"{url}/post/{said.pid}",
        html=said.content or "",
        edited_at=_instant(said.edited) if said.edited else None,
        deleted=said.deleted,
    )


def _name(user: User) -> str:
    """Empty for an account that is gone: the forum then gives a key of its own catalogue."""
    name = unescape(user.displayname or user.username)
    return "" if name.startswith("[[") and name.endswith("]]") else name


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
