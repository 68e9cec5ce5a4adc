"""What NodeBB's webhook plugin posts: the name of a hook, its parameters, and a signature."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

from bot.sandbox.forum.rendering import iso
from bot.sandbox.forum.webhook import Webhook
from bot.sandbox.forum.world import ForumWorld

POST_HOOKS: Final = {
    "forum.reply": "action:post.save",
    "forum.edit": "action:post.edit",
    "forum.delete": "action:post.delete",
    "forum.restore": "action:post.restore",
}
TOPIC_HOOKS: Final = {
    "forum.topic": "action:topic.save",
    "forum.topic.delete": "action:topic.delete",
    "forum.topic.restore": "action:topic.restore",
    "forum.topic.purge": "action:topic.purge",
    "forum.topic.move": "action:topic.move",
    "forum.topic.lock": "action:topic.lock",
    "forum.topic.unlock": "action:topic.lock",
    "forum.topic.pin": "action:topic.pin",
    "forum.topic.unpin": "action:topic.pin",
    "forum.topic.rename": "action:topic.edit",
    "forum.topic.retag": "action:topic.edit",
}
AGENT: Final = {"User-Agent": "axios/1.13.2", "Accept": "application/json, text/plain, */*"}


def sign(secret: bytes, body: bytes) -> Mapping[str, str]:
    digest = hmac.new(secret, body, hashlib.sha1).hexdigest()
    return {"x-webhook-signature": f"sha1={digest}"}


class News:
    """Follows a world's changes and tells them to the webhook."""

    def __init__(self, world: ForumWorld, webhook: Webhook) -> None:
        self._world = world
        self._webhook = webhook
        world.on_change.append(self._changed)

    def _changed(self, change: Mapping[str, Any]) -> None:
        kind = change["type"]
        if kind in TOPIC_HOOKS:
            self._tell(TOPIC_HOOKS[kind], {"topic": self._topic(change["tid"])})
        if kind == "forum.purge":
            gone = {"pid": change["pid"], "tid": change["tid"]}
            self._tell("action:posts.purge", {"posts": [gone]})
        hook = "action:post.save" if kind == "forum.topic" else POST_HOOKS.get(kind)
        if hook is not None:
            self._tell(hook, {"post": self._post(change["pid"])})

    def _tell(self, hook: str, params: dict[str, Any]) -> None:
        self._webhook.tell({"hook": hook, "params": params}, AGENT)

    def _post(self, pid: int) -> dict[str, Any]:
        post = self._world.posts[pid]
        thread = self._world.topics[post.tid]
        answered = {"toPid": str(post.to_pid)} if post.to_pid is not None else {}
        return {
            "pid": pid,
            "uid": post.uid,
            "tid": post.tid,
            "cid": thread.cid,
            "content": post.markdown,
            "timestamp": post.created_ms,
            "timestampISO": iso(post.created_ms),
            "edited": post.edited_ms,
            "deleted": int(post.deleted),
            "isMain": thread.pids[0] == pid,
            **answered,
        }

    def _topic(self, tid: int) -> dict[str, Any]:
        thread = self._world.topics.get(tid)
        if thread is None:
            return {"tid": tid}
        return {
            "tid": tid,
            "uid": thread.uid,
            "cid": thread.cid,
            "title": thread.title,
            "slug": thread.slug,
            "timestamp": thread.created_ms,
            "deleted": int(thread.deleted),
            "locked": int(thread.locked),
            "pinned": int(thread.pinned),
        }
