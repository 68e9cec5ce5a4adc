"""What can be read of a forum, tried once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.ports.forum import Category, Forum, Identity, Place, PlaceKind, Post, Trouble, Unreadable


class Capability(StrEnum):
    """What Vigie may need to read."""

    NEWEST_POSTS = "newest_posts"
    TOPICS = "topics"
    POSTS = "posts"
    CATEGORIES = "categories"
    CATEGORY_TOPICS = "category_topics"
    TAG_TOPICS = "tag_topics"


@dataclass(slots=True)
class Probe:
    """What answered at `url`; `identity` is None when no forum did.

    A capability is in `readable`, or in `refused` with what was met instead, or in neither where
    the forum held nothing to try it on.
    """

    url: str
    identity: Identity | None = None
    newest: Sequence[Post] = ()
    categories: Sequence[Category] = ()
    readable: set[str] = field(default_factory=set)
    refused: dict[str, Trouble] = field(default_factory=dict)
    trouble: Trouble | None = None  # why the forum is of no use to Vigie; None when it is

    def learned(self, what: Capability, said: object) -> None:
        if isinstance(said, Unreadable):
            self.refused[what] = said.trouble
        else:
            self.readable.add(what)


async def probe(forum: Forum) -> Probe:
    """Ask the forum who it is and for one of each thing; a handful of requests, one at a time."""
    known = await forum.identify()
    if isinstance(known, Unreadable):
        return Probe(forum.url, trouble=known.trouble)
    found = Probe(known.url, known)
    newest = await forum.newest()
    found.learned(Capability.NEWEST_POSTS, newest)
    if isinstance(newest, Unreadable):
        found.trouble = newest.trouble
        return found
    found.newest = newest.posts
    if newest.posts:
        await _threads(forum, newest.posts[0], found)
    await _places(forum, newest.posts, found)
    return found


async def _threads(forum: Forum, post: Post, found: Probe) -> None:
    found.learned(Capability.TOPICS, await forum.topic(post.topic.id.number))
    found.learned(Capability.POSTS, await forum.post(post.id.number))


async def _places(forum: Forum, posts: Sequence[Post], found: Probe) -> None:
    categories = await forum.categories()
    found.learned(Capability.CATEGORIES, categories)
    if not isinstance(categories, Unreadable):
        found.categories = categories
    if categories and not isinstance(categories, Unreadable):
        place = Place(PlaceKind.CATEGORY, str(categories[0].number))
        found.learned(Capability.CATEGORY_TOPICS, await forum.latest(place))
    tag = next((tag for post in posts for tag in post.topic.tags), None)
    if tag is not None:
        found.learned(Capability.TAG_TOPICS, await forum.latest(Place(PlaceKind.TAG, tag)))
