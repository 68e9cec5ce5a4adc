"""What an address of a forum is about: looked up in the base, else asked of the forum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Forum, Link, Place, PlaceKind, Post, Topic, Trouble, Unreadable
from bot.store import forums, readings, topics
from bot.store.base import Tx

_POSTS_A_PAGE = 20
_HIDDEN = frozenset({Trouble.MISSING, Trouble.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Subject:
    """A post, a thread, another place of a forum, or with none of these the forum itself.

    `wants_post` where a post was named; `trouble` is why the forum did not show what was named,
    `since` when it is known that it withdrew the thread.
    """

    forum: Forum
    topic: Topic | None = None
    post: Post | None = None
    place: Place | None = None
    wants_post: bool = False
    trouble: Trouble | None = None
    found: bool = True
    since: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the forum does not show it to everybody: nothing of it may be told."""
        return self.trouble in _HIDDEN or self.since is not None

    @property
    def kind(self) -> str:
        """Its kind of place, or "all"."""
        if self.topic is not None:
            return PlaceKind.TOPIC
        return self.place.kind if self.place else "all"

    @property
    def like(self) -> Topic:
        """The thread, or what rules see in any thread of the place."""
        if self.topic is not None:
            return self.topic
        kind, key = (self.place.kind, self.place.key) if self.place else (None, "")
        category = int(key) if kind is PlaceKind.CATEGORY else 0
        tags = (key,) if kind is PlaceKind.TAG else ()
        return Topic(TopicId(self.forum.name, 0), "", "", category, tags, 0)


def known(tx: Tx, forum: Forum, link: Link) -> Subject:
    """What the base holds of it; not `found` where it must be asked for."""
    return dated(tx, _known(tx, forum, link))


def dated(tx: Tx, subject: Subject) -> Subject:
    """With when its thread was withdrawn, if that is known."""
    if subject.topic is None:
        return subject
    return replace(subject, since=readings.gone_since(tx, subject.topic.id))


def _known(tx: Tx, forum: Forum, link: Link) -> Subject:
    if link.post is not None:
        return _of_post(forum, topics.post(tx, PostId(forum.name, link.post)))
    if link.place is None:
        return Subject(forum)
    if link.place.kind is PlaceKind.TOPIC:
        return _of_topic(tx, forum, link)
    strange = link.place.kind is PlaceKind.CATEGORY and int(link.place.key) not in (
        forums.categories(tx, forum.name)
    )
    return Subject(forum, place=link.place, found=not strange)


def _of_post(forum: Forum, post: Post | None) -> Subject:
    topic = post.topic if post else None
    return Subject(forum, topic, post, wants_post=True, found=post is not None)


def _of_topic(tx: Tx, forum: Forum, link: Link) -> Subject:
    assert link.place is not None
    id_ = TopicId(forum.name, int(link.place.key))
    topic = topics.get(tx, id_)
    if link.rank is None and link.numbered is None:
        return Subject(forum, topic, found=topic is not None)
    post = (
        topics.post_in(tx, id_, link.rank)
        if link.rank is not None
        else topics.post_numbered(tx, id_, link.numbered or 0)
    )
    if post is not None:
        return _of_post(forum, topics.post(tx, post))
    return Subject(forum, topic, wants_post=True, found=False)


async def asked(forum: Forum, link: Link, subject: Subject) -> Subject:
    """What the forum shows of it, added to what the base holds."""
    if link.post is not None:
        post = await forum.post(link.post)
        if isinstance(post, Unreadable):
            return replace(subject, trouble=post.trouble)
        return _shown(subject, post.topic, post)
    assert link.place is not None
    number = int(link.place.key)
    if link.place.kind is PlaceKind.CATEGORY:
        return await _category(forum, number, subject)
    if link.rank is None and link.numbered is None:
        page = await forum.topic(number)
        if isinstance(page, Unreadable):
            return replace(subject, trouble=page.trouble)
        return _shown(subject, page.topic)
    return await _in_topic(forum, number, link, subject)


def _shown(subject: Subject, topic: Topic, post: Post | None = None) -> Subject:
    """What the forum shows, but for what it shows to Vigie's account alone."""
    if topic.deleted:
        return replace(subject, trouble=Trouble.FORBIDDEN)
    if post is not None and post.deleted:
        return replace(subject, topic=topic, trouble=Trouble.MISSING)
    return replace(subject, topic=topic, post=post)


async def checked(forum: Forum, subject: Subject) -> Subject:
    """What the base holds, and whether the forum shows it still."""
    post, topic = subject.post, subject.topic
    if topic is None or subject.since is not None or (post is not None and post.deleted):
        return subject
    met = await forum.topic(topic.id.number) if post is None else await forum.post(post.id.number)
    if isinstance(met, Unreadable):
        return replace(subject, trouble=met.trouble) if met.trouble in _HIDDEN else subject
    is_hidden = met.topic.deleted or (isinstance(met, Post) and met.deleted)
    return replace(subject, trouble=Trouble.FORBIDDEN) if is_hidden else subject


async def _category(forum: Forum, number: int, subject: Subject) -> Subject:
    said = await forum.categories()
    if isinstance(said, Unreadable):
        return replace(subject, trouble=said.trouble)
    there = any(one.number == number for one in said)
    return subject if there else replace(subject, trouble=Trouble.MISSING)


async def _in_topic(forum: Forum, number: int, link: Link, subject: Subject) -> Subject:
    """The post meant. Hidden ones before it may have moved it to the page before."""
    rank = link.rank if link.rank is not None else (link.numbered or 1) - 1
    last, trouble = rank // _POSTS_A_PAGE + 1, Trouble.MISSING
    for page in range(last, max(last - 2, 0), -1):
        said = await forum.topic(number, page)
        if isinstance(said, Unreadable):
            trouble = said.trouble
            continue
        subject = _shown(subject, said.topic)
        if subject.trouble:
            return subject
        if post := _meant(forum, said.posts, link):
            return _shown(subject, said.topic, post)
    return replace(subject, trouble=trouble)


def _meant(forum: Forum, posts: Sequence[Post], link: Link) -> Post | None:
    """By its rank, or by the number that its own address tells."""
    if link.rank is not None:
        return next((one for one in posts if one.index == link.rank), None)
    return next((one for one in posts if forum.link_of(one.url) == link), None)
