"""What changed on the forum after it was carried, told where it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import Kind, Turn
from bot.domain.ids import ChannelId, PostId, TopicId
from bot.ports.forum import Post, Topic
from bot.services import bridge
from bot.services.bridge import cause_of, facts_of
from bot.services.deps import Deps
from bot.store import deliveries, messages, mirrors, readings, topics
from bot.store.base import Tx, stamp
from bot.store.messages import Announced, Carried

_SOON: Final = timedelta(minutes=1)
# They name a thread, as it is called now, and lead to it; what is news tells what it was, too.
_NAMING: Final = (Kind.STARTER, Kind.FORUM_POST, Kind.SUMMED_UP)


def post_changed(tx: Tx, deps: Deps, post: Post, now: datetime) -> None:
    """A carried post was edited, deleted, restored or moved: its messages are worded again."""
    turn = _turn(tx, post)
    topics.save_posts(tx, [post], now)
    # It may have come to a thread that nobody follows.
    readings.read_at(tx, post.topic.id, now + _SOON, active=post.posted_at)
    correct(tx, cause_of(post.id), {**facts_of(post.id), "turn": turn}, now)
    if not post.deleted:
        bridge.restored(tx, deps, post, now)


def _turn(tx: Tx, post: Post) -> Turn:
    if post.deleted:
        return Turn.WITHDRAWN
    known = topics.post(tx, post.id)
    return Turn.RESTORED if known is not None and known.deleted else Turn.EDITED


def post_gone(tx: Tx, post: PostId, now: datetime) -> None:
    """A carried post is no longer to be seen anywhere."""
    topics.mark_deleted(tx, post)
    correct(tx, cause_of(post), {**facts_of(post), "turn": Turn.WITHDRAWN}, now)


def topic_gone(tx: Tx, topic: TopicId, now: datetime) -> None:
    """A thread is no longer to be seen: nor are its posts and its name, where they were told."""
    posts = [number for number, known in topics.carried(tx, topic).items() if not known.deleted]
    for number in posts:
        post_gone(tx, PostId(topic.forum, number), now)
    _reword(tx, topic, now, (*_NAMING, Kind.TOPIC_NEWS), Turn.WITHDRAWN)
    if posts:
        _tell(tx, topic, "gone", now, {})
    _rename(tx, topic, now, {})


def topic_back(tx: Tx, topic: TopicId, now: datetime) -> None:
    """A thread is to be seen again, and so is its name; its posts come when they are read."""
    _reword(tx, topic, now, (*_NAMING, Kind.TOPIC_NEWS), Turn.RESTORED)
    _rename(tx, topic, now, {})


def save_topics(tx: Tx, found: Sequence[Topic], now: datetime) -> None:
    """Remember threads as the forum shows them now; mirrors are told what changed."""
    before = [topics.get(tx, topic.id) for topic in found]
    topics.save(tx, found, now)
    for known, topic in zip(before, found, strict=True):
        if known is not None and known != topic:
            _topic_changed(tx, known, topic, now)


def _topic_changed(tx: Tx, before: Topic, after: Topic, now: datetime) -> None:
    turned = after.locked is not None and bool(before.locked) != after.locked
    # Whoever heard of the thread as it was is to know what became of it.
    was = {"before": before.title, "from": str(before.category)}
    if before.title != after.title:
        _tell(tx, after.id, "renamed", now, was)
        _announced_anew(tx, after.id, now, was)
        _reword(tx, after.id, now, _NAMING, Turn.EDITED)
    if before.category and after.category and before.category != after.category:
        _tell(tx, after.id, "moved", now, {**was, "category": after.category_name})
    if turned:
        _tell(tx, after.id, "locked" if after.locked else "unlocked", now, was)
    if before.title != after.title or turned:
        _rename(tx, after.id, now, was)


def stands(tx: Tx, topic: TopicId) -> bool:
    """Whether a message somewhere still says what a thread said: if the forum withdraws that, so
    must Vigie, whoever follows it by then."""
    shown = (number for number, known in topics.carried(tx, topic).items() if not known.deleted)
    if any(messages.carrying(tx, cause_of(PostId(topic.forum, one))) for one in shown):
        return True
    named = (*_NAMING, Kind.TOPIC_NEWS)
    return readings.gone_since(tx, topic) is None and bool(messages.naming(tx, topic, named))


def correct(
    tx: Tx, cause: str, facts: Mapping[str, str], now: datetime, *, merged: bool = False
) -> None:
    """Have everything that was sent for a cause worded again, wherever it went.

    `merged`: where that waits already, it says what is known by then.
    """
    for sent in messages.carrying(tx, cause):
        if merged:
            correct_one(tx, sent, cause, facts, now)
        else:
            _correct(tx, sent, cause, facts, now)


def correct_one(tx: Tx, sent: Carried, cause: str, facts: Mapping[str, str], now: datetime) -> None:
    """Have one send worded again; where that waits already, it says what is known by then."""
    if not messages.is_being_corrected(tx, sent.id):
        _correct(tx, sent, cause, facts, now)


def _reword(tx: Tx, topic: TopicId, now: datetime, kinds: Sequence[Kind], turn: Turn) -> None:
    """Have what names a thread worded again, wherever it was told."""
    facts = {"forum": topic.forum, "topic": str(topic.number), "turn": turn}
    for sent in messages.naming(tx, topic, kinds):
        _correct(tx, sent, f"topic:{topic.forum}:{topic.number}:words", facts, now)


def _correct(tx: Tx, sent: Carried, cause: str, facts: Mapping[str, str], now: datetime) -> None:
    deliveries.plan(
        tx,
        Kind.CORRECTION,
        sent.channel,
        f"{cause}:{sent.id}:{messages.corrections_of(tx, sent.id) + 1}",
        now,
        facts=facts,
        collective=sent.collective,
        mirror=sent.mirror,
        lane=sent.lane,
        amends=sent.id,
    )


def _announced_anew(tx: Tx, topic: TopicId, now: datetime, facts: Mapping[str, str]) -> None:
    """A new title reaches the latest announcements of a thread, as long as their words are kept;
    where there were others, one line tells it."""
    by_channel: dict[ChannelId, list[Announced]] = defaultdict(list)
    for one in messages.announced(tx, topic):
        by_channel[one.sent.channel].append(one)
    for channel, all_of_them in by_channel.items():
        latest = [one for one in all_of_them[-bridge.MOST_EXCERPTS :] if one.is_kept]
        for one in latest:
            post = PostId(topic.forum, one.post)
            _correct(tx, one.sent, cause_of(post), facts_of(post), now)
        if len(latest) < len(all_of_them):
            deliveries.plan(
                tx,
                Kind.TOPIC_NEWS,
                channel,
                f"topic:{topic.forum}:{topic.number}:renamed:{stamp(now)}",
                now,
                facts=_news(topic, "renamed", facts),
                collective=all_of_them[0].sent.collective,
            )


def _news(topic: TopicId, what: str, facts: Mapping[str, str]) -> dict[str, str]:
    return {"forum": topic.forum, "topic": str(topic.number), "what": what, **facts}


def _tell(tx: Tx, topic: TopicId, what: str, now: datetime, facts: Mapping[str, str]) -> None:
    for mirror in mirrors.of_topic(tx, topic):
        deliveries.plan(
            tx,
            Kind.TOPIC_NEWS,
            mirror.channel,
            f"{mirror.lane}:{what}:{stamp(now)}",
            now,
            facts=_news(topic, what, facts),
            collective=mirror.collective,
            mirror=mirror.id,
            lane=mirror.lane,
        )


def _rename(tx: Tx, topic: TopicId, now: datetime, facts: Mapping[str, str]) -> None:
    """In a lane of its own: names may be changed twice in ten minutes only."""
    for mirror in mirrors.of_topic(tx, topic):
        deliveries.plan(
            tx,
            Kind.THREAD_NAME,
            mirror.channel,
            f"{mirror.lane}:name:{stamp(now)}",
            now,
            facts={"forum": topic.forum, "topic": str(topic.number), **facts},
            collective=mirror.collective,
            mirror=mirror.id,
            lane=f"{mirror.lane}:name",
        )
