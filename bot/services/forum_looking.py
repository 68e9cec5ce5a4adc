"""Whether what may have been written stands on a forum: one's own newest posts are read again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.forum_writes import Write, WriteAct, is_same, mark
from bot.ports.forum import Forum, Post, Trouble, Unreadable, Written

_PAGES: Final = 3  # of a thread's end, and of the forum's newest posts
_EARLIER: Final = timedelta(minutes=10)  # a forum's clock may be behind


@dataclass(frozen=True, slots=True)
class Sought:
    """What a `write` may have come to: the `known` posts are those of other writes, `doubted`
    recognises the texts of before of which that is not known either. What may be that of one of the
    `rivals`, which have the same words, is left to it."""

    write: Write
    known: Collection[int]
    doubted: Set[str] = frozenset()
    rivals: Collection[Write] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A post of one's own, and what recognises the text in it."""

    written: Written
    mark: str


async def find(forum: Forum, sought: Sought) -> Found | Unreadable | None:
    """The post that a reply or a new thread came to, or that a text of before did."""
    if sought.write.wish.act is WriteAct.OPEN:
        return await _among_newest(forum, sought)
    return await _in_thread(forum, sought)


async def _in_thread(forum: Forum, sought: Sought) -> Found | Unreadable | None:
    place = sought.write.wish.place
    first = await forum.topic(place)
    if isinstance(first, Unreadable):
        return None if first.trouble is Trouble.MISSING else first
    for number in range(first.pages, max(0, first.pages - _PAGES), -1):
        page = first if number == 1 else await forum.topic(place, number)
        if isinstance(page, Unreadable):
            return page
        found = await _same(forum, sought, list(_ours(page.posts, sought)))
        if found is not None:
            return found
    return None


async def _among_newest(forum: Forum, sought: Sought) -> Found | Unreadable | None:
    older: str | None = None
    for _ in range(_PAGES):
        page = await forum.newest(older)
        if isinstance(page, Unreadable):
            return page
        ours = [post for post in _ours(page.posts, sought) if post.index in (0, None)]
        # A forum may tidy a title: the text tells.
        ours.sort(key=lambda post: not is_same(post.topic.title, sought.write.wish.title))
        found = await _same(forum, sought, ours)
        if found is not None:
            return found
        older = page.older
        if older is None or not all(_is_since(post, sought.write) for post in page.posts):
            return None
    return None


def _ours(posts: Collection[Post], sought: Sought) -> Iterator[Post]:
    """One's own posts that may be it, the newest first."""
    for post in sorted(posts, key=lambda one: one.posted_at, reverse=True):
        is_late = _is_since(post, sought.write)
        is_left = any(_is_since(post, one) for one in sought.rivals)
        is_known = post.deleted or post.id.number in sought.known
        if post.own and is_late and not is_left and not is_known:
            yield post


def _is_since(post: Post, write: Write) -> bool:
    return write.begun is None or post.posted_at >= write.begun - _EARLIER


async def _same(forum: Forum, sought: Sought, posts: Collection[Post]) -> Found | Unreadable | None:
    """The first of them whose source is what was to be written."""
    for post in posts:
        text = post.markdown
        if text is None:
            source = await forum.source(post.id.number)
            if isinstance(source, Unreadable):
                if source.trouble is Trouble.MISSING:
                    continue
                return source
            text = source.markdown
        if (stands := mark(text)) in sought.doubted or stands == sought.write.sought:
            return Found(Written(post.id, post.topic.id, post.url), stands)
    return None
