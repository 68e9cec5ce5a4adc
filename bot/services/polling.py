"""Reading forums from where the last reading stopped."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.domain.delivery import Kind
from bot.ports.forum import Forum, Post, Unreadable
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums
from bot.store.base import Tx

log = logging.getLogger(__name__)

# Hidden posts leave their places empty, and posts that arrive meanwhile push known ones to the
# next page: one page without anything unseen is not yet the end.
_BARREN_PAGES = 5


async def poll(deps: Deps, forum: Forum) -> int | Unreadable:
    """Read what is new and plan its sends; how many posts were new.

    Posts, position and sends are one transaction: a stop in between reads them again.
    """
    position = await deps.store.read(lambda tx: forums.position(tx, forum.name))
    posts = await _since(forum, position)
    now = deps.clock.now()
    if isinstance(posts, Unreadable):
        log.warning("forum.unreadable forum=%s trouble=%s", forum.name, posts.trouble)
        await deps.store.write(lambda tx: forums.failed(tx, forum.name, now, posts.trouble))
        return posts
    new = [post for post in posts if position is not None and post.id.number > position]
    await deps.store.write(lambda tx: _record(tx, forum, posts, new, now))
    if new:
        log.info("forum.new forum=%s posts=%d", forum.name, len(new))
    return len(new)


async def _since(forum: Forum, position: int | None) -> list[Post] | Unreadable:
    """Posts after `position`, oldest first; the newest page alone on a first reading."""
    found: dict[int, Post] = {}
    page = barren = 0
    while barren < _BARREN_PAGES:
        page += 1
        posts = await forum.newest(page)
        if isinstance(posts, Unreadable):
            return posts
        fresh = [post for post in posts if post.id.number not in found]
        found.update((post.id.number, post) for post in fresh)
        if position is None or (found and min(found) <= position):
            break
        barren = 0 if fresh else barren + 1
    return [found[number] for number in sorted(found)]


def _record(tx: Tx, forum: Forum, posts: Sequence[Post], new: list[Post], now: datetime) -> None:
    forums.save_topics(tx, {post.topic.id: post.topic for post in posts}.values(), now)
    for post in new:
        _carry(tx, post, now)
    if posts:
        forums.advance(tx, forum.name, posts[-1].id.number)
    forums.succeeded(tx, forum.name, now, new=bool(new))


def _carry(tx: Tx, post: Post, now: datetime) -> None:
    wanted = [
        follow
        for follow in follows.of_topic(tx, post.topic.id)
        if post.id.number > follow.after_post
    ]
    if wanted:
        forums.save_posts(tx, [post])
    for follow in wanted:
        deliveries.plan(
            tx,
            Kind.POST,
            follow.channel,
            f"post:{post.id.forum}:{post.id.number}",
            now,
            collective=follow.collective,
            facts={
                "forum": post.id.forum,
                "post": str(post.id.number),
                "follow": str(follow.id),
            },
        )


async def ensure_position(deps: Deps, forum: Forum) -> None:
    """Read once when the forum never was; whoever follows next hears all that comes after."""
    if await deps.store.read(lambda tx: forums.position(tx, forum.name)) is None:
        await poll(deps, forum)
