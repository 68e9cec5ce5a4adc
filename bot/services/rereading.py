"""Reading mirrored threads again: what was edited, deleted, renamed, moved or locked since."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from bot.domain.ids import PostId, TopicId
from bot.domain.rereading import LATER, LIVELY, SOON
from bot.ports.forum import Forum, Post, TopicPage, Trouble, Unreadable
from bot.services import bridge, corrections, slices, unreadable, vanished
from bot.services.deps import Deps
from bot.services.slices import Reading
from bot.store import forums, readings, seen, topics
from bot.store.base import Tx
from bot.store.readings import Round
from bot.store.topics import Known

log = logging.getLogger(__name__)

_GONE: Final = frozenset({Trouble.MISSING, Trouble.FORBIDDEN})

GiveWay: TypeAlias = Callable[[], Awaitable[None]]


async def _at_once() -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The carried posts of a thread, and how it was read so far."""

    posts: dict[int, Known]
    lively: bool
    round: Round


async def reread(
    deps: Deps, forum: Forum, topic: TopicId, give_way: GiveWay = _at_once
) -> Unreadable | None:
    """Read a mirrored thread and plan what its mirrors must be told.

    `give_way` is awaited between two requests: what is new in the forum must not wait for all of
    them. Unreadable where the whole forum seems so.
    """
    wanted = await deps.store.read(lambda tx: _wanted(tx, deps, topic))
    if wanted is None:
        await deps.store.write(lambda tx: readings.was_read(tx, topic, None))
        return None
    found = await _read(deps, forum, topic, wanted, give_way)
    now = deps.clock.now()
    if isinstance(found, Unreadable):
        return await _not_seen(deps, forum, topic, found, now)
    reading, round_ = found
    absent = [
        one.number for one in wanted.posts.values() if not one.deleted and reading.lacks(one.number)
    ]
    moved = await _elsewhere(forum, absent, give_way)
    if isinstance(moved, Unreadable):
        return await _not_seen(deps, forum, topic, moved, now)
    now = deps.clock.now()
    soon = wanted.lively or round_.page is not None
    again = now + (SOON if soon else LATER)

    def work(tx: Tx) -> None:
        _compare(tx, deps, topic, wanted.posts, reading, moved, now)
        readings.go_round(tx, topic, round_)
        vanished.seen(tx, topic, again, now)
        unreadable.seen(tx, deps, topic.forum, now)

    await deps.store.write(work)
    return None


def _wanted(tx: Tx, deps: Deps, id_: TopicId) -> _Wanted | None:
    """None for a thread that nobody follows any more, and of which no message tells anything."""
    topic, active = topics.get(tx, id_), readings.active(tx, id_)
    heard = topic is not None and bool(bridge.routes(tx, deps, id_.forum).of(topic))
    if not heard and not corrections.stands(tx, id_):
        return None
    lively = active is not None and deps.clock.now() - active < LIVELY
    return _Wanted(topics.carried(tx, id_), lively, readings.round_of(tx, id_))


async def _read(
    deps: Deps, forum: Forum, id_: TopicId, wanted: _Wanted, give_way: GiveWay
) -> tuple[Reading, Round] | Unreadable:
    """The first page, for the thread itself, and some of those where carried posts stand."""
    first = await forum.topic(id_.number)
    if isinstance(first, Unreadable):
        return first
    if first.topic.deleted:
        return Unreadable(Trouble.FORBIDDEN)
    read: dict[int, TopicPage] = {1: first}
    stood = [known.place for known in wanted.posts.values() if known.place]
    plan = slices.plan(wanted.round, stood, first.pages, deps.clock.now())
    for page in plan.pages:
        if page in read:
            continue
        await give_way()
        found = await forum.topic(id_.number, page)
        if isinstance(found, Unreadable):
            if found.trouble is Trouble.MISSING:  # shortened meanwhile
                return slices.reading(read, max(read)), plan.round
            return found
        read[page] = found
    return slices.reading(read, first.pages), plan.round


async def _elsewhere(
    forum: Forum, absent: Iterable[int], give_way: GiveWay
) -> dict[int, Post | None] | Unreadable:
    """Where the posts are that left their thread; None for those that are gone."""
    found: dict[int, Post | None] = {}
    for number in absent:
        await give_way()
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
        elif found.topic.id != id_ or _changed(found, wanted[number]):
            corrections.save_topics(tx, [found.topic], now)
            corrections.post_changed(tx, deps, found, now)


def _carry_unseen(
    tx: Tx, deps: Deps, reading: Reading, wanted: dict[int, Known], now: datetime
) -> None:
    """What was hidden when the forum's newest posts were read, and is shown now. What they told was
    heard then, or by nobody: a thread that comes back under a rule does not bring it."""
    position = forums.position(tx, reading.topic.id.forum) or 0
    hidden = seen.unseen(tx, reading.topic.id.forum, reading.posts)
    unseen = [
        post
        for post in hidden
        if post.id.number not in wanted
        and post.id.number <= position
        and not post.deleted
        and now - post.posted_at < LIVELY
    ]
    if unseen:  # of which the forum's newest posts may have told some meanwhile
        known = topics.carried(tx, reading.topic.id)
        late = [post for post in unseen if post.id.number not in known]
        bridge.carry_late(tx, deps, late, now)


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
        await deps.store.write(lambda tx: unreadable.missed(tx, deps, topic, met.trouble, now))
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
