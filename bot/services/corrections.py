"""What changed on the forum after it was carried, told where it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import PostId, TopicId
from bot.ports.forum import Post, Topic
from bot.services.bridge import cause_of, facts_of
from bot.store import deliveries, mirrors, topics
from bot.store.base import Tx, stamp


def post_changed(tx: Tx, post: Post, now: datetime) -> None:
    """A carried post was edited, deleted, restored or moved: its messages are worded again."""
    topics.save_posts(tx, [post], now)
    correct(tx, cause_of(post.id), facts_of(post.id), now)


def post_gone(tx: Tx, post: PostId, now: datetime) -> None:
    """A carried post is no longer to be seen anywhere."""
    topics.mark_deleted(tx, post)
    correct(tx, cause_of(post), facts_of(post), now)


def topic_gone(tx: Tx, topic: TopicId, now: datetime) -> None:
    """A thread is no longer to be seen: nor are its posts, in its mirrors."""
    posts = [number for number, known in topics.carried(tx, topic).items() if not known.deleted]
    for number in posts:
        post_gone(tx, PostId(topic.forum, number), now)
    if posts:
        _tell(tx, topic, "gone", now, {})


def save_topics(tx: Tx, found: Sequence[Topic], now: datetime) -> None:
    """Remember threads as the forum shows them now; mirrors are told what changed."""
    before = [topics.get(tx, topic.id) for topic in found]
    topics.save(tx, found, now)
    for known, topic in zip(before, found, strict=True):
        if known is not None and known != topic:
            _topic_changed(tx, known, topic, now)


def _topic_changed(tx: Tx, before: Topic, after: Topic, now: datetime) -> None:
    turned = after.locked is not None and bool(before.locked) != after.locked
    if before.title != after.title:
        _tell(tx, after.id, "renamed", now, {"before": before.title})
        for post in topics.announced(tx, after.id):  # an excerpt bears its thread's title
            correct(tx, cause_of(post), facts_of(post), now)
    if before.category and after.category and before.category != after.category:
        _tell(tx, after.id, "moved", now, {"category": after.category_name})
    if turned:
        _tell(tx, after.id, "locked" if after.locked else "unlocked", now, {})
    if before.title != after.title or turned:
        _rename(tx, after.id, now)


def correct(tx: Tx, cause: str, facts: Mapping[str, str], now: datetime) -> None:
    """Have everything that was sent for a cause worded again, wherever it went."""
    for sent in deliveries.carrying(tx, cause):
        deliveries.plan(
            tx,
            Kind.CORRECTION,
            sent.channel,
            f"{cause}:{sent.id}:{deliveries.corrections_of(tx, sent.id) + 1}",
            now,
            facts=facts,
            collective=sent.collective,
            mirror=sent.mirror,
            lane=sent.lane,
            amends=sent.id,
        )


def _tell(tx: Tx, topic: TopicId, what: str, now: datetime, facts: Mapping[str, str]) -> None:
    for mirror in mirrors.of_topic(tx, topic):
        deliveries.plan(
            tx,
            Kind.TOPIC_NEWS,
            mirror.channel,
            f"{mirror.lane}:{what}:{stamp(now)}",
            now,
            facts={"forum": topic.forum, "topic": str(topic.number), "what": what, **facts},
            collective=mirror.collective,
            mirror=mirror.id,
            lane=mirror.lane,
        )


def _rename(tx: Tx, topic: TopicId, now: datetime) -> None:
    """In a lane of its own: names may be changed twice in ten minutes only."""
    for mirror in mirrors.of_topic(tx, topic):
        deliveries.plan(
            tx,
            Kind.THREAD_NAME,
            mirror.channel,
            f"{mirror.lane}:name:{stamp(now)}",
            now,
            facts={"forum": topic.forum, "topic": str(topic.number)},
            collective=mirror.collective,
            mirror=mirror.id,
            lane=f"{mirror.lane}:name",
        )
