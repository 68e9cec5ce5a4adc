"""Whether what may have been written stands on a forum: one's own newest posts are read again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Final

from bot.domain.forum_writes import Write, WriteAct, is_same, mark
from bot.ports.forum import Forum, Post, Trouble, Unreadable, Written

_PAGES: Final = 3  # of a thread's end, and of the forum's newest posts
_EARLIER: Final = timedelta(minutes=10)  # a forum's clock may be behind


async def find(
    forum: Forum, write: Write, known: Collection[int], rivals: Collection[Write] = ()
) -> Written | Unreadable | None:
    """The post that a reply or a new thread came to; `known` posts are those of other writes. What
    may be that of one of the `rivals`, which have the same words, is left to it."""
    if write.wish.act is WriteAct.OPEN:
        return await _among_newest(forum, write, known, rivals)
    return await _in_thread(forum, write, known, rivals)


async def _in_thread(
    forum: Forum, write: Write, known: Collection[int], rivals: Collection[Write]
) -> Written | Unreadable | None:
    first = await forum.topic(write.wish.place)
    if isinstance(first, Unreadable):
        return None if first.trouble is Trouble.MISSING else first
    for number in range(first.pages, max(0, first.pages - _PAGES), -1):
        page = first if number == 1 else await forum.topic(write.wish.place, number)
        if isinstance(page, Unreadable):
            return page
        found = await _same(forum, write, list(_ours(page.posts, write, known, rivals)))
        if found is not None:
            return found
    return None


async def _among_newest(
    forum: Forum, write: Write, known: Collection[int], rivals: Collection[Write]
) -> Written | Unreadable | None:
    older: str | None = None
    for _ in range(_PAGES):
        page = await forum.newest(older)
        if isinstance(page, Unreadable):
            return page
        ours = [post for post in _ours(page.posts, write, known, rivals) if post.index in (0, None)]
        # A forum may tidy a title: the text tells.
        ours.sort(key=lambda post: not is_same(post.topic.title, write.wish.title))
        found = await _same(forum, write, ours)
        if found is not None:
            return found
        older = page.older
        if older is None or _is_before(page.posts, write):
            return None
    return None


def _ours(
    posts: Collection[Post], write: Write, known: Collection[int], rivals: Collection[Write]
) -> Iterator[Post]:
    """One's own posts that may be it, the newest first."""
    for post in sorted(posts, key=lambda one: one.posted_at, reverse=True):
        is_late = _is_since(post, write) and not any(_is_since(post, one) for one in rivals)
        if post.own and not post.deleted and is_late and post.id.number not in known:
            yield post


def _is_since(post: Post, write: Write) -> bool:
    return write.begun is None or post.posted_at >= write.begun - _EARLIER


def _is_before(posts: Collection[Post], write: Write) -> bool:
    begun = write.begun
    return begun is not None and any(post.posted_at < begun - _EARLIER for post in posts)


async def _same(forum: Forum, write: Write, posts: Collection[Post]) -> Written | Unreadable | None:
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
        if mark(text) == write.sought:
            return Written(post.id, post.topic.id, post.url)
    return None
