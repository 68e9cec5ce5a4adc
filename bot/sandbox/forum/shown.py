"""The NodeBB face as its desk shows it."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.forum.board import Shape
from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.seed import RECORDED_URL
from bot.sandbox.forum.things import Post, Readers, Topic
from bot.sandbox.forum.world import ForumWorld


class NodebbShown:
    """Threads, posts and categories; `url` is where the forum lives, known once it listens."""

    def __init__(self, world: ForumWorld, url: Callable[[], str]) -> None:
        self._world = world
        self._url = url

    def topics(self) -> list[Shape]:
        return [self._described(thread) for thread in self._world.topics.values()]

    def topic(self, tid: int) -> Shape:
        """Raises RefusedError(MISSING)."""
        thread = self._world.topic(tid)
        posts = [self._post(self._world.posts[pid]) for pid in thread.pids]
        return {**self._described(thread), "posts": posts}

    def categories(self) -> list[Shape]:
        return [
            {
                "cid": cid,
                "name": held["name"],
                "parent": held["parentCid"],
                "readers": self._world.readers.get(cid, Readers.ALL),
                "url": f"{self._url()}/category/{held['slug']}",
            }
            for cid, held in self._world.categories.items()
        ]

    def _described(self, thread: Topic) -> Shape:
        return {
            "tid": thread.tid,
            "title": thread.title,
            "tags": list(thread.tags),
            "category": self._world.categories[thread.cid]["name"],
            "posts": len(thread.pids),
            "url": f"{self._url()}/topic/{thread.slug}",
            "locked": thread.locked,
            "pinned": thread.pinned,
            "deleted": thread.deleted,
        }

    def _post(self, post: Post) -> Shape:
        return {
            "pid": post.pid,
            "author": self._world.users[post.uid].name,
            "timestamp": iso(post.created_ms),
            "edited": iso(post.edited_ms) if post.edited_ms else None,
            "deleted": post.deleted,
            "html": post.html.replace(RECORDED_URL, self._url()),
            "markdown": post.markdown,
        }
