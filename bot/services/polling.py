"""Reading what is new in a forum, from where the last reading stopped."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.ports.forum import Category, Forum, Identity, Newest, Post, Trouble, Unreadable
from bot.services import bridge, corrections, forum_votes, health, restricted, vanished
from bot.services.deps import Deps
from bot.store import forums, readings, seen, unread
from bot.store.base import Tx
from bot.store.unread import Unread

log = logging.getLogger(__name__)

_BARREN_PAGES = 5
_POSTS_A_PAGE = 20
_CATEGORIES_FOR = timedelta(days=1)
_PUBLIC_FOR = timedelta(minutes=5)  # which of them everybody may read
_FIRST_EDITS = timedelta(seconds=20)  # nobody has mended a new post before
_STRANGE_AFTER = timedelta(hours=1)  # an unknown category may be one that is hidden from us
_KEPT_FOR = timedelta(hours=2)  # longer than a forum may have us wait
_PASSING = frozenset({Trouble.BUSY, Trouble.TIMEOUT, Trouble.SERVER, Trouble.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A reading that came further and not to its end: the next one goes on from there."""

    trouble: Trouble
    retry_after_s: float | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the base knows of a forum before it is read."""

    position: int | None
    newest_at: datetime | None
    engine: str
    categories_read: datetime | None
    categories: frozenset[int]
    has_account: bool
    kept: Unread | None


@dataclass(slots=True)
class _Reading:
    """The posts found so far, by their numbers; `fresh` are those that this reading found."""

    found: dict[int, Post]
    older: str | None
    fresh: dict[int, Post] = field(default_factory=dict)
    resume: str | None = None  # where another reading goes on
    pages: int = 0
    ended: bool = False

    @property
    def posts(self) -> list[Post]:
        """Oldest first."""
        return [self.found[number] for number in sorted(self.found)]

    def add(self, page: Newest) -> bool:
        """Take a page; whether it shows anything unseen so far."""
        new = {post.id.number: post for post in page.posts if post.id.number not in self.found}
        self.found.update(new)
        self.fresh.update(new)
        self.pages += 1
        # What is withdrawn meanwhile pulls later posts onto earlier pages: the last one is read
        # again, unless there was no other.
        self.resume = self.older if self.pages > 1 else page.older
        self.older = page.older
        return bool(new)


def _known(tx: Tx, name: str, now: datetime) -> _Known:
    return _Known(
        forums.position(tx, name),
        seen.newest_at(tx, name),
        forums.engine(tx, name),
        forums.categories_read(tx, name),
        frozenset(forums.categories(tx, name)),
        forums.has_account(tx, name),
        unread.kept(tx, name, now - _KEPT_FOR),
    )


async def poll(deps: Deps, forum: Forum) -> int | Interrupted | Unreadable:
    """Read what is new and plan its sends; how many posts were new.

    Posts, position and sends are one transaction: a stop in between reads them again. What a
    long reading had found when the forum failed is kept for the next one.
    """
    began = deps.clock.now()
    known = await deps.store.read(lambda tx: _known(tx, forum.name, began))
    reading = _begun(known.kept)
    met = await _since(forum, known, reading)
    if met is not None:
        return await _failed(deps, forum, known, reading, met)
    posts = reading.posts
    found = await _categories(deps, forum, known, posts)
    if isinstance(found, Unreadable):
        return await _failed(deps, forum, known, reading, found)
    identity = None if known.engine else await _identity(forum)
    now = deps.clock.now()

    def work(tx: Tx) -> int | None:
        if forums.position(tx, forum.name) != known.position:
            return None
        if found is not None:
            vanished.categories(tx, deps, forum.name, found, now)
        if identity is not None:
            forums.identified(tx, forum.name, identity.engine, identity.title)
        new = _record(tx, deps, forum, posts, now)
        restricted.tell(tx, deps, forum.name, now)
        return new

    new = await deps.store.write(work)
    if new is None:
        return await poll(deps, forum)  # another reading was faster: what is new since?
    if new:
        log.info("forum.new forum=%s posts=%d", forum.name, new)
    return new if known.kept is None else await _and_since(deps, forum, new)


async def _and_since(deps: Deps, forum: Forum, new: int) -> int | Interrupted | Unreadable:
    """What was written while a long reading came to its end."""
    more = await poll(deps, forum)
    return new + more if isinstance(more, int) else more


async def _failed(
    deps: Deps, forum: Forum, known: _Known, reading: _Reading, met: Unreadable
) -> Interrupted | Unreadable:
    log.warning("forum.unreadable forum=%s trouble=%s", forum.name, met.trouble)
    now = deps.clock.now()
    is_part = reading.pages > 1 or not reading.ended  # one page is as soon read again
    goes_on = bool(
        known.position is not None and reading.fresh and is_part and met.trouble in _PASSING
    )

    def work(tx: Tx) -> None:
        health.failed(tx, deps, forum.name, met.trouble, now)
        if goes_on and forums.position(tx, forum.name) == known.position:
            if known.kept is None:
                unread.forget(tx, forum.name)
            unread.keep(tx, forum.name, reading.fresh.values(), reading.resume, now)

    await deps.store.write(work)
    return Interrupted(met.trouble, met.retry_after_s) if goes_on else met


def _begun(kept: Unread | None) -> _Reading:
    return _Reading({}, None) if kept is None else _Reading(dict(kept.posts), kept.older)


async def _since(forum: Forum, known: _Known, reading: _Reading) -> Unreadable | None:
    """Find the posts after the position; the newest page that shows any on a first reading.

    What kept the forum from telling all of them, if anything did.
    """
    barren = 0
    while True:
        page = await forum.newest(reading.older)
        if isinstance(page, Unreadable):
            return page
        barren = 0 if reading.add(page) else barren + 1
        most = _most_barren(reading.found, known.position)
        if page.older is None or _reached(page, reading, known) or barren > most:
            reading.ended = True
            return None


def _reached(page: Newest, reading: _Reading, known: _Known) -> bool:
    """Whether what comes after this page is known: by its numbers, and by its time, since a
    forum that was set back counts from an earlier number again."""
    if known.position is None:
        return bool(reading.found)
    if not page.posts:
        return False
    last = page.posts[-1]
    is_old = known.newest_at is None or last.posted_at <= known.newest_at
    return is_old and last.id.number <= known.position


def _most_barren(found: Mapping[int, Post], position: int | None) -> int:
    """Hidden posts leave their places empty, and posts that arrive meanwhile push known ones to
    the next page: how many pages without anything unseen there can be before the position."""
    between = min(found) - position if found and position is not None else 0
    return _BARREN_PAGES + between // _POSTS_A_PAGE


async def _categories(
    deps: Deps, forum: Forum, known: _Known, posts: Sequence[Post]
) -> tuple[Category, ...] | Unreadable | None:
    """The categories, where they were read long ago or a post stands in an unknown one. An account
    sees what not everybody does: what that is must be known before anything new is carried."""
    now, read_at = deps.clock.now(), known.categories_read
    kept_for = _PUBLIC_FOR if known.has_account else _CATEGORIES_FOR
    if read_at is None or now - read_at > kept_for:
        return await forum.categories()
    if known.has_account and any(post.id.number > (known.position or 0) for post in posts):
        return await forum.categories()
    strange = any(
        post.topic.category and post.topic.category not in known.categories for post in posts
    )
    return await forum.categories() if strange and now - read_at > _STRANGE_AFTER else None


async def _identity(forum: Forum) -> Identity | None:
    """Which engine this is, where it says so."""
    identity = await forum.identify()
    return identity if isinstance(identity, Identity) else None


def _record(tx: Tx, deps: Deps, forum: Forum, posts: Sequence[Post], now: datetime) -> int:
    """Remember and carry what was found, oldest first; how many posts were new."""
    _follow_back(tx, forum.name, posts, now)
    new = seen.unseen(tx, forum.name, posts)
    corrections.save_topics(tx, list({post.topic.id: post.topic for post in posts}.values()), now)
    active = {post.topic.id: post.posted_at for post in new}
    vanished.shown(tx, active, now)
    position = forums.position(tx, forum.name) or 0
    for post in new:
        if post.id.number <= position:
            bridge.restored(tx, deps, post, now)
    for topic in bridge.carry(tx, deps, new, now):
        readings.read_at(tx, topic, now + _FIRST_EDITS, active=active[topic])
    forum_votes.propose(tx, deps, new, now)
    forums.advance(tx, forum.name, posts[-1].id.number if posts else 0)
    seen.remember(tx, forum.name, posts)
    unread.forget(tx, forum.name)
    health.succeeded(tx, deps, forum.name, now, new=len(new))
    return len(new)


def _follow_back(tx: Tx, forum: str, posts: Sequence[Post], now: datetime) -> None:
    """A forum restored from a copy writes new posts under numbers that it had used before."""
    position, latest = forums.position(tx, forum), seen.newest_at(tx, forum)
    if not posts or position is None or latest is None:
        return
    if posts[-1].id.number < position and posts[-1].posted_at > latest:
        since = min(post.id.number for post in posts if post.posted_at > latest)
        log.warning("forum.went_back forum=%s from=%d to=%d", forum, position, since - 1)
        seen.went_back(tx, forum, since - 1, now)


async def ensure_position(deps: Deps, forum: Forum) -> Unreadable | None:
    """Read once when the forum never was; whoever follows next hears all that comes after.

    Unreadable where that failed: what is written until the first reading would not be heard.
    """
    if await deps.store.read(lambda tx: forums.position(tx, forum.name)) is not None:
        return None
    read = await poll(deps, forum)
    return read if isinstance(read, Unreadable) else None
