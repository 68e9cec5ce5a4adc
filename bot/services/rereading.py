"""Reading mirrored threads again: what was edited, deleted, renamed, moved or locked since."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Forum, Post, Topic, TopicPage, Trouble, Unreadable
from bot.services import bridge, corrections, vanished
from bot.services.deps import Deps
from bot.store import forums, readings, topics
from bot.store.base import Tx
from bot.store.topics import Known

log = logging.getLogger(__name__)

POSTS_A_PAGE: Final = 20
_LIVELY: Final = timedelta(days=1)
_GONE: Final = frozenset({Trouble.MISSING, Trouble.FORBIDDEN})
_LAST_PAGES: Final = 3  # read every few minutes; the others once a day


@dataclass(frozen=True, slots=True)
class Reading:
    """What a thread shows now. `run` are the numbers of its posts on the pages that follow each
    other up to the last; `from_start` whether these are all of them."""

    topic: Topic
    posts: Sequence[Post]
    run: frozenset[int]
    from_start: bool

    def lacks(self, number: int) -> bool:
        """Whether a post that was there would have been among those read, and is not."""
        if number in self.run:
            return False
        return self.from_start or (bool(self.run) and number > min(self.run))


async def reread(deps: Deps, forum: Forum, topic: TopicId) -> Unreadable | None:
    """Read a mirrored thread and plan what its mirrors must be told.

    Unreadable where the whole forum seems so.
    """
    wanted, lively = await deps.store.read(lambda tx: _wanted(tx, deps, topic))
    if wanted is None:
        await deps.store.write(lambda tx: readings.was_read(tx, topic, None))
        return None
    reading = await _read(forum, topic, wanted, whole=not lively)
    now = deps.clock.now()
    if isinstance(reading, Unreadable):
        return await _not_seen(deps, forum, topic, reading, now)
    absent = [
        one.number for one in wanted.values() if not one.deleted and reading.lacks(one.number)
    ]
    moved = await _elsewhere(forum, absent)
    if isinstance(moved, Unreadable):
        await deps.store.write(lambda tx: readings.postpone(tx, topic, now + vanished.SOON))
        return moved
    again = now + (vanished.SOON if lively else _LIVELY)

    def work(tx: Tx) -> None:
        _compare(tx, deps, topic, wanted, reading, moved, now)
        vanished.seen(tx, topic, again, now)

    await deps.store.write(work)
    return None


def _wanted(tx: Tx, deps: Deps, id_: TopicId) -> tuple[dict[int, Known] | None, bool]:
    """The carried posts of a thread that somebody still follows, or that some message still tells;
    and whether it is lively."""
    topic, active = topics.get(tx, id_), readings.active(tx, id_)
    lively = active is not None and deps.clock.now() - active < _LIVELY
    heard = topic is not None and bool(bridge.routes(tx, deps, id_.forum).of(topic))
    if not heard and not corrections.stands(tx, id_):
        return None, lively
    return topics.carried(tx, id_), lively


async def _read(
    forum: Forum, id_: TopicId, wanted: dict[int, Known], *, whole: bool
) -> Reading | Unreadable:
    """The first page, for the thread itself, and the pages where carried posts stand."""
    first = await forum.topic(id_.number)
    if isinstance(first, Unreadable):
        return first
    if first.topic.deleted:
        return Unreadable(Trouble.FORBIDDEN)
    read: dict[int, TopicPage] = {1: first}
    for page in _pages(wanted, first.pages, whole):
        if page in read:
            continue
        found = await forum.topic(id_.number, page)
        if isinstance(found, Unreadable):
            if found.trouble is Trouble.MISSING:  # shortened meanwhile
                break
            return found
        read[page] = found
    return _reading(first.topic, read)


def _reading(topic: Topic, read: Mapping[int, TopicPage]) -> Reading:
    run = [max(read)]
    while run[-1] - 1 in read:
        run.append(run[-1] - 1)
    posts = [post for page in sorted(read) for post in read[page].posts]
    numbers = frozenset(post.id.number for page in run for post in read[page].posts)
    return Reading(topic, posts, numbers, run[-1] == 1)


def _pages(wanted: dict[int, Known], last: int, whole: bool) -> list[int]:
    """Purges move posts forward: the page before, too, may hold what stood on the next."""
    stood = {known.place // POSTS_A_PAGE + 1 for known in wanted.values() if known.place}
    first = min(stood, default=1)
    pages = list(range(min(first, last), last + 1))
    return pages if whole else pages[-_LAST_PAGES:]


async def _elsewhere(forum: Forum, absent: Iterable[int]) -> dict[int, Post | None] | Unreadable:
    """Where the posts are that left their thread; None for those that are gone."""
    found: dict[int, Post | None] = {}
    for number in absent:
        post = await forum.post(number)
        if isinstance(post, Unreadable):
            if post.trouble not in _GONE:
                return post
            found[number] = None
        else:
            found[number] = post
    return found


def _compare(
    tx: Tx,
    deps: Deps,
    id_: TopicId,
    wanted: dict[int, Known],
    reading: Reading,
    moved: dict[int, Post | None],
    now: datetime,
) -> None:
    corrections.save_topics(tx, [reading.topic], now)
    _carry_unseen(tx, deps, reading, wanted, now)
    carried = [post for post in reading.posts if post.id.number in wanted]
    topics.place_posts(tx, carried)
    for post in carried:
        if _changed(post, wanted[post.id.number]):
            corrections.post_changed(tx, deps, post, now)
    for number, found in moved.items():
        if found is None or found.deleted:
            corrections.post_gone(tx, PostId(id_.forum, number), now)
        else:
            corrections.save_topics(tx, [found.topic], now)
            corrections.post_changed(tx, deps, found, now)


def _carry_unseen(
    tx: Tx, deps: Deps, reading: Reading, wanted: dict[int, Known], now: datetime
) -> None:
    """What was hidden when the forum's newest posts were read, and is shown now."""
    position = forums.position(tx, reading.topic.id.forum) or 0
    unseen = [
        post
        for post in reading.posts
        if post.id.number not in wanted
        and post.id.number <= position
        and not post.deleted
        and now - post.posted_at < _LIVELY
    ]
    bridge.carry_late(tx, deps, unseen, now)


def _changed(post: Post, known: Known) -> bool:
    if post.deleted or known.deleted:
        return post.deleted != known.deleted
    if post.edited_at != known.edited:
        return True
    return bool(known.html) and post.html != known.html


async def _not_seen(
    deps: Deps, forum: Forum, topic: TopicId, met: Unreadable, now: datetime
) -> Unreadable | None:
    """A thread that cannot be read: gone, or is it the forum?"""
    if met.trouble not in _GONE:
        await deps.store.write(lambda tx: readings.postpone(tx, topic, now + vanished.SOON))
        return met

    believed = await deps.store.write(lambda tx: vanished.missed(tx, deps, topic, now))
    log.warning(
        "topic.missing forum=%s topic=%d trouble=%s fate=%s",
        topic.forum,
        topic.number,
        met.trouble,
        believed,
    )
    return None
