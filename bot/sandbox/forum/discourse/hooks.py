"""What Discourse posts to a webhook: a thing described as to the staff, and a signature."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.sandbox.forum.discourse import shapes, topic_page
from bot.sandbox.forum.discourse.cooking import HOME
from bot.sandbox.forum.discourse.things import PostType
from bot.sandbox.forum.discourse.upkeep import STAFF
from bot.sandbox.forum.discourse.world import DiscourseWorld
from bot.sandbox.forum.webhook import Webhook

POST_EVENTS: Final = {
    "reply": "post_created",
    "edit": "post_edited",
    "delete": "post_destroyed",
    "purge": "post_destroyed",
    "restore": "post_recovered",
}
TOPIC_EVENTS: Final = {
    "topic": "topic_created",
    "topic.delete": "topic_destroyed",
    "topic.purge": "topic_destroyed",
    "topic.restore": "topic_recovered",
    "topic.rename": "topic_edited",
    "topic.retag": "topic_edited",
    "topic.move": "topic_edited",
    "topic.closed": "topic_closed_status_updated",
    "topic.archived": "topic_archived_status_updated",
    "topic.pinned": "topic_pinned_status_updated",
    "topic.visible": "topic_visible_status_updated",
}
NOT_TOLD: Final = (
    *("can_edit", "can_delete", "can_recover", "can_see_hidden_post", "can_wiki", "yours"),
    *("actions_summary", "can_view_edit_history", "flair_url", "flair_bg_color", "flair_color"),
    *("badges_granted", "readers_count"),
)
NOT_TOLD_OF_TOPICS: Final = (
    *("post_stream", "timeline_lookup", "suggested_topics", "has_summary", "actions_summary"),
    *("draft", "draft_key", "draft_sequence", "message_bus_last_id", "current_post_number"),
    *("chunk_size", "topic_timer", "details", "image_url", "slow_mode_seconds", "bookmarks"),
    *("slow_mode_enabled_until", "show_read_indicator"),
)


def sign(secret: bytes, body: bytes) -> Mapping[str, str]:
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return {"X-Discourse-Event-Signature": f"sha256={digest}"}


class News:
    """Follows a world's changes and tells them to the webhook; `url` is where the forum lives."""

    def __init__(self, world: DiscourseWorld, webhook: Webhook, url: Callable[[], str]) -> None:
        self._world = world
        self._webhook = webhook
        self._url = url
        self._events = 0
        world.on_change.append(self._changed)

    def _changed(self, change: Mapping[str, Any]) -> None:
        if not self._webhook.url:
            return
        kind = change["type"]
        if kind in TOPIC_EVENTS:
            self._tell("topic", TOPIC_EVENTS[kind], self._topic(change["tid"]))
        if kind in POST_EVENTS:
            self._tell("post", POST_EVENTS[kind], self._post(change["pid"]))

    def _tell(self, kind: str, event: str, thing: shapes.Shape) -> None:
        self._events += 1
        headers = {
            "User-Agent": "Discourse/2026.1.0",
            "X-Discourse-Instance": self._url(),
            "X-Discourse-Event-Id": str(self._events),
            "X-Discourse-Event-Type": kind,
            "X-Discourse-Event": event,
        }
        self._webhook.tell({kind: thing}, headers)

    def _post(self, pid: int) -> shapes.Shape:
        world, staff = self._world, self._world.user(STAFF)
        post = world.posts[pid]
        topic = world.topics[post.topic_id]
        counted = world.counted(topic)
        regular = [each for each in counted if each.type is PostType.REGULAR]
        shape = {**shapes.newest(world, post, staff), "cooked": self._at_home(post.cooked)}
        about = {
            "topic_posts_count": len(counted),
            "topic_filtered_posts_count": len(regular),
            "topic_archetype": "regular",
            "category_slug": world.categories[topic.category_id].slug,
        }
        left_out = (*NOT_TOLD, "excerpt", "truncated")
        return {**{key: shape[key] for key in shape if key not in left_out}, **about}

    def _topic(self, tid: int) -> shapes.Shape:
        world, staff = self._world, self._world.user(STAFF)
        topic = world.topics[tid]
        page = topic_page.page(world, topic, staff, [], world.stream(topic, staff))
        people = {key: page["details"][key] for key in ("created_by", "last_poster")}
        return {**{key: page[key] for key in page if key not in NOT_TOLD_OF_TOPICS}, **people}

    def _at_home(self, html: str) -> str:
        return html.replace(HOME, self._url())
