"""What Vigie reads of Discourse's answers, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from urllib.parse import quote

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, Field

from bot.domain.ids import PostId, TopicId
from bot.forums.arriving import CUT, shown
from bot.ports.forum import Post, Source, Topic

REGULAR: Final = 1
MODERATOR: Final = 2  # written by one as such; the others are small actions and whispers
PRIVATE: Final = "private_message"
_FULL: Final = 1  # of the rights in a category; with less one replies, or reads


def _names(value: object) -> object:
    """Tags are names, or objects since they have numbers."""
    if not isinstance(value, list):
        return value or []
    return [one.get("name") if isinstance(one, dict) else one for one in value]


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(value) from error


Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
Number = Annotated[int, Field(gt=0, lt=2**63)]
Tags = Annotated[list[str], BeforeValidator(_names)]
Flag = Annotated[bool, BeforeValidator(lambda value: value or False)]


class SaidPost(BaseModel):
    """A post; the list of the newest also gives its topic's title and category."""

    id: Number
    username: str | None = ""
    created_at: Instant
    updated_at: Instant
    version: int = 1
    cooked: str | None = ""
    raw: str | None = None
    post_number: Number
    post_type: int
    reply_to_post_number: int | None = None
    topic_id: Number
    topic_slug: str | None = ""
    topic_title: str = ""
    category_id: int | None = None
    hidden: Flag = False
    user_deleted: Flag = False
    deleted_at: str | None = None

    @property
    def is_shown(self) -> bool:
        return self.post_type in (REGULAR, MODERATOR)


class SaidTopic(BaseModel):
    """A topic, of a list or alone; `title` is not escaped."""

    id: Number
    title: str
    slug: str | None = ""
    posts_count: Annotated[int, Field(ge=0)] = 0
    category_id: int | None = None
    tags: Tags = []
    closed: Flag = False
    archived: Flag = False
    visible: bool = True
    archetype: str = "regular"
    deleted_at: str | None = None
    bumped_at: Instant | None = None
    last_posted_at: Instant | None = None

    @property
    def active_at(self) -> datetime:
        return self.bumped_at or datetime.min.replace(tzinfo=UTC)

    @property
    def is_public(self) -> bool:
        return self.visible and self.archetype != PRIVATE

    def as_said_by(self, post: SaidPost) -> SaidTopic:
        """With the title and the category that a post of the newest gives with it."""
        known = {
            "title": post.topic_title,
            "slug": post.topic_slug,
            "category_id": post.category_id,
        }
        return self.model_copy(update={key: value for key, value in known.items() if value})


class Stream(BaseModel):
    posts: list[SaidPost]
    stream: list[Number] = []


class SaidPosts(BaseModel):
    """`/t/<id>/posts.json`."""

    post_stream: Stream


class SaidPage(SaidTopic):
    """`/t/<id>.json`: `stream` has the numbers of all its posts that its reader may see."""

    post_stream: Stream

    def alone(self) -> SaidTopic:
        """Without its posts."""
        return SaidTopic.model_construct(
            **{key: getattr(self, key) for key in SaidTopic.model_fields}
        )


class LatestPosts(BaseModel):
    """`/posts.json`."""

    latest_posts: list[Any]


class _Topics(BaseModel):
    topics: list[SaidTopic]


class TopicList(BaseModel):
    """`/latest.json`, and the lists of a category or a tag."""

    topic_list: _Topics


class SaidCategory(BaseModel):
    id: Number
    name: str
    slug: str | None = ""
    parent_category_id: int | None = None
    subcategory_list: list[SaidCategory] | None = None


class _Rights(BaseModel):
    permission: int | None = None

    @property
    def may_open(self) -> bool | None:
        """None where that is not told, to guests among others."""
        return None if self.permission is None else self.permission == _FULL


class ShownCategory(BaseModel):
    """`/c/<id>/show.json`."""

    category: _Rights


class _Account(BaseModel):
    username: str


class Session(BaseModel):
    """`/session/current.json`: who reads."""

    current_user: _Account


class Site(BaseModel):
    """`/site.json`. Forums with very many categories leave them out of it."""

    categories: list[SaidCategory] = []


class _Categories(BaseModel):
    categories: list[SaidCategory]


class CategoryList(BaseModel):
    """`/categories.json`."""

    category_list: _Categories


def topic(said: SaidTopic, names: Mapping[int, str], forum: str, url: str) -> Topic:
    category = said.category_id or 0
    return Topic(
        id=TopicId(forum, said.id),
        title=said.title,
        url=topic_url(url, said.slug, said.id),
        category=category,
        category_name=names.get(category, ""),
        tags=tuple(said.tags),
        post_count=said.posts_count,
        locked=said.closed or said.archived,
        deleted=said.deleted_at is not None,
        newest=said.last_posted_at,
    )


def posts(
    said: Iterable[tuple[SaidPost, Topic]],
    url: str,
    ranks: Mapping[int, int] | None = None,
    *,
    typed: bool = False,
    account: str = "",
) -> Iterator[Post]:
    """Posts in their given order; what one answers is told when it is among them.

    `ranks` in their thread, by their id, where they are known. `typed`: with what authors typed.
    `account`: the folded name of who reads them, empty for a guest.
    """
    pairs = list(said)
    places = {(one.topic_id, one.post_number): one.id for one, _ in pairs}
    for one, of in pairs:
        answers = places.get((one.topic_id, one.reply_to_post_number or 0))
        own = bool(account) and (one.username or "").casefold() == account
        post = replace(_post(one, of, answers, url, (ranks or {}).get(one.id)), own=own)
        yield replace(post, markdown=_markdown(one)) if typed and not post.deleted else post


def source(said: SaidPost, account: str) -> Source:
    """What was typed; `account` is the folded name of who reads it."""
    gone = said.hidden or said.user_deleted or said.deleted_at is not None
    own = bool(account) and (said.username or "").casefold() == account
    return Source(said.raw or "", own, gone)


def topic_url(url: str, slug: str | None, number: int) -> str:
    return f"{url}/t/{quote(slug or '-', safe='')}/{number}"


def _markdown(said: SaidPost) -> str | None:
    """None where it is not told, or was cut when it arrived."""
    return said.raw if said.raw and CUT not in said.raw else None


def _post(said: SaidPost, of: Topic, answers: int | None, url: str, index: int | None) -> Post:
    gone = said.hidden or said.user_deleted or said.deleted_at is not None
    return Post(
        id=PostId(of.id.forum, said.id),
        topic=of,
        author=said.username or "",
        posted_at=said.created_at,
        url=f"{topic_url(url, said.topic_slug, said.topic_id)}/{said.post_number}",
        html="" if gone else shown(said.cooked or ""),
        edited_at=said.updated_at if said.version > 1 else None,
        deleted=gone,
        index=0 if said.post_number == 1 else index,
        answers=answers,
    )
