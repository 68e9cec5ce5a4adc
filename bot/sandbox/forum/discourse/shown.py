"""The Discourse face as its desk shows it, deleted things included."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.forum.board import Shape
from bot.sandbox.forum.discourse.cooking import HOME
from bot.sandbox.forum.discourse.reads_lists import category_path
from bot.sandbox.forum.discourse.things import Post, Topic
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.rendering import iso


class DiscourseShown:
    """Threads, posts and categories; `url` is where the forum lives, known once it listens."""

    def __init__(self, world: DiscourseWorld, url: Callable[[], str]) -> None:
        self._world = world
        self._url = url

    def topics(self) -> list[Shape]:
        return [self._described(topic) for topic in self._world.topics.values()]

    def topic(self, tid: int) -> Shape:
        """Raises RefusedError(MISSING)."""
        topic = self._world.topic(tid)
        posts = [self._post(self._world.posts[pid]) for pid in topic.post_ids]
        return {**self._described(topic), "posts": posts}

    def categories(self) -> list[Shape]:
        return [
            {
                "cid": cid,
                "name": held.name,
                "parent": held.parent,
                "readers": held.readers,
                "url": f"{self._url()}/c/{category_path(self._world, held)}",
            }
            for cid, held in self._world.categories.items()
        ]

    def _described(self, topic: Topic) -> Shape:
        return {
            "tid": topic.id,
            "title": topic.title,
            "tags": list(topic.tags),
            "category": self._world.categories[topic.category_id].name,
            "posts": self._world.count(topic),
            "url": f"{self._url()}/t/{topic.slug}/{topic.id}",
            "locked": topic.closed,
            "archived": topic.archived,
            "pinned": bool(topic.pinned_ms),
            "unlisted": topic.unlisted,
            "deleted": bool(topic.deleted_ms),
        }

    def _post(self, post: Post) -> Shape:
        return {
            "pid": post.id,
            "number": post.number,
            "type": post.type.name.lower(),
            "author": self._world.users[post.user_id].username,
            "timestamp": iso(post.created_ms),
            "edited": iso(post.updated_ms) if post.version > 1 else None,
            "deleted": bool(post.deleted_ms),
            "withdrawn": post.withdrawn is not None,
            "hidden": post.hidden,
            "html": post.cooked.replace(HOME, self._url()),
            "markdown": post.raw,
        }
