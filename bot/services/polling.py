"""Reading what is new in a forum, from where the last reading stopped."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.forum import Category, Forum, Identity, Post, Unreadable
from bot.services import bridge, corrections, health, vanished
from bot.services.deps import Deps
from bot.store import forums, readings
from bot.store.base import Tx

log = logging.getLogger(__name__)

_BARREN_PAGES = 5
_POSTS_A_PAGE = 20
_CATEGORIES_FOR = timedelta(days=1)
_FIRST_EDITS = timedelta(seconds=20)  # nobody has mended a new post before
_STRANGE_AFTER = timedelta(hours=1)  # an unknown category may be one that is hidden from us


@dataclass(frozen=True, slots=True)
class _Known:
    """What the base knows of a forum before it is read."""

    position: int | None
    engine: str
    categories_read: datetime | None
    categories: frozenset[int]


def _known(tx: Tx, name: str) -> _Known:
    return _Known(
        forums.position(tx, name),
        forums.engine(tx, name),
        forums.categories_read(tx, name),
        frozenset(forums.categories(tx, name)),
    )


async def poll(deps: Deps, forum: Forum) -> int | Unreadable:
    """Read what is new and plan its sends; how many posts were new.

    Posts, position and sends are one transaction: a stop in between reads them again.
    """
    known = await deps.store.read(lambda tx: _known(tx, forum.name))
    position = known.position
    posts = await _since(forum, position)
    if isinstance(posts, Unreadable):
        return await _failed(deps, forum, posts)
    found = await _categories(deps, forum, known, posts)
    if isinstance(found, Unreadable):
        return await _failed(deps, forum, found)
    identity = None if known.engine else await _identity(forum)
    now = deps.clock.now()
    new = [post for post in posts if position is not None and post.id.number > position]

    def work(tx: Tx) -> bool:
        if forums.position(tx, forum.name) != position:
            return False
        if found is not None:
            vanished.categories(tx, deps, forum.name, found, now)
        if identity is not None:
            forums.identified(tx, forum.name, identity.engine, identity.title)
        _record(tx, deps, forum, posts, new, now)
        return True

    if not await deps.store.write(work):
        return await poll(deps, forum)  # another reading was faster: what is new since?
    if new:
        log.info("forum.new forum=%s posts=%d", forum.name, len(new))
    return len(new)


async def _failed(deps: Deps, forum: Forum, met: Unreadable) -> Unreadable:
    log.warning("forum.unreadable forum=%s trouble=%s", forum.name, met.trouble)
    now = deps.clock.now()
    await deps.store.write(lambda tx: health.failed(tx, deps, forum.name, met.trouble, now))
    return met


async def _since(forum: Forum, position: int | None) -> list[Post] | Unreadable:
    """Posts after `position`, oldest first; the newest page that shows any on a first reading."""
    found: dict[int, Post] = {}
    older: str | None = None
    barren = 0
    while True:
        page = await forum.newest(older)
        if isinstance(page, Unreadable):
            return page
        fresh = [post for post in page.posts if post.id.number not in found]
        found.update((post.id.number, post) for post in fresh)
        older = page.older
        barren = 0 if fresh else barren + 1
        if older is None or _reached(found, position) or barren > _most_barren(found, position):
            return [found[number] for number in sorted(found)]


def _reached(found: Mapping[int, Post], position: int | None) -> bool:
    return bool(found) and (position is None or min(found) <= position)


def _most_barren(found: Mapping[int, Post], position: int | None) -> int:
    """Hidden posts leave their places empty, and posts that arrive meanwhile push known ones to
    the next page: how many pages without anything unseen there can be before the position."""
    between = min(found) - position if found and position is not None else 0
    return _BARREN_PAGES + between // _POSTS_A_PAGE


async def _categories(
    deps: Deps, forum: Forum, known: _Known, posts: Sequence[Post]
) -> tuple[Category, ...] | Unreadable | None:
    """The categories, where they were read long ago or a post stands in an unknown one."""
    now, read_at = deps.clock.now(), known.categories_read
    if read_at is None or now - read_at > _CATEGORIES_FOR:
        return await forum.categories()
    strange = any(
        post.topic.category and post.topic.category not in known.categories for post in posts
    )
    return await forum.categories() if strange and now - read_at > _STRANGE_AFTER else None


async def _identity(forum: Forum) -> Identity | None:
    """Which engine this is, where it says so."""
    identity = await forum.identify()
    return identity if isinstance(identity, Identity) else None


def _record(
    tx: Tx, deps: Deps, forum: Forum, posts: Sequence[Post], new: list[Post], now: datetime
) -> None:
    corrections.save_topics(tx, list({post.topic.id: post.topic for post in posts}.values()), now)
    active = {post.topic.id: post.posted_at for post in new}
    for topic in bridge.carry(tx, deps, new, now):
        readings.read_at(tx, topic, now + _FIRST_EDITS, active=active[topic])
    forums.advance(tx, forum.name, posts[-1].id.number if posts else 0)
    health.succeeded(tx, forum.name, now, new=len(new))


async def ensure_position(deps: Deps, forum: Forum) -> Unreadable | None:
    """Read once when the forum never was; whoever follows next hears all that comes after.

    Unreadable where that failed: what is written until the first reading would not be heard.
    """
    if await deps.store.read(lambda tx: forums.position(tx, forum.name)) is not None:
        return None
    read = await poll(deps, forum)
    return read if isinstance(read, Unreadable) else None
