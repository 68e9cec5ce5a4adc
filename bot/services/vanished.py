"""What is no longer to be seen: threads, believed one by one and doubted when many go at once;
categories, told to who follows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.domain.delivery import Kind
from bot.domain.ids import ChannelId, CollectiveId, TopicId
from bot.domain.rereading import LATER, SOON, while_doubted, while_gone
from bot.domain.routing import Mode, Scope
from bot.ports.forum import Category
from bot.services import bridge, corrections, linking, vote_threads
from bot.services.deps import Deps
from bot.store import deliveries, follows, forums, readings, topics
from bot.store.base import Tx, stamp
from bot.store.follows import Follow

# A thread is believed gone at the second look; when so many go within a day, the forum is doubted.
_MOST: Final = 5


class Believed(StrEnum):
    """What is thought of a thread that cannot be seen."""

    DOUBTED = "doubted"  # until the second look
    HELD = "held"  # too many at once: nothing is withdrawn, people are told
    GONE = "gone"


def missed(tx: Tx, deps: Deps, topic: TopicId, now: datetime) -> Believed:
    """A thread was not to be seen: what its mirrors must be told, and when to look again."""
    since = readings.is_missing(tx, topic, now)
    if now - since < SOON:
        readings.postpone(tx, topic, now + SOON)
        return Believed.DOUBTED
    missing = readings.missing(tx, topic.forum, now - LATER)
    if len(missing) > _MOST and readings.gone_since(tx, topic) is None:
        readings.postpone(tx, topic, now + while_doubted(now - since))
        _ask(tx, deps, topic.forum, missing, now)
        return Believed.HELD
    readings.postpone(tx, topic, now + while_gone(now - since))
    if readings.become_gone(tx, topic, now):
        corrections.topic_gone(tx, topic, now)
        vote_threads.gone(tx, topic, now)
        linking.gone(tx, topic, now)
    return Believed.GONE


def categories(tx: Tx, deps: Deps, forum: str, found: Collection[Category], now: datetime) -> None:
    """Remember the categories that a forum shows; who follows one that it no longer does is told,
    once until it is back."""
    shown = {str(one.number) for one in found}
    served = {rule.id for rule in bridge.routes(tx, deps, forum).rules}
    for one in follows.of_forum(tx, forum):
        if one.scope is not Scope.CATEGORY or one.id not in served:
            continue
        if one.key in shown:
            follows.is_shown(tx, one)
        elif follows.is_missing(tx, one, now) and one.mode is not Mode.MUTE:
            _tell_category(tx, one, now)
    forums.save_categories(tx, forum, found, now)


def _tell_category(tx: Tx, follow: Follow, now: datetime) -> None:
    deliveries.plan(
        tx,
        Kind.CATEGORY_GONE,
        follow.told_in,
        f"{Kind.CATEGORY_GONE}:{follow.id}:{stamp(now)}",
        now,
        facts={"forum": follow.forum, "title": follow.title, "where": follow.channel},
        collective=follow.collective,
    )


def seen(tx: Tx, topic: TopicId, again: datetime, now: datetime) -> None:
    """A thread was read, and stands; read it again then."""
    _stands(tx, topic, now)
    readings.was_read(tx, topic, again)
    if len(readings.missing(tx, topic.forum, now - LATER)) <= _MOST:
        forums.doubt(tx, topic.forum, None)


def shown(tx: Tx, found: Iterable[TopicId], now: datetime) -> None:
    """The forum shows these threads: those believed gone are read again at once."""
    for topic in found:
        if _stands(tx, topic, now):
            readings.read_at(tx, topic, now)


def _stands(tx: Tx, topic: TopicId, now: datetime) -> bool:
    """What was withdrawn with a thread is said again; whether it was believed gone."""
    is_back = readings.come_back(tx, topic)
    if is_back:
        corrections.topic_back(tx, topic, now)
    return is_back


def _ask(tx: Tx, deps: Deps, forum: str, missing: list[TopicId], now: datetime) -> None:
    """Tell those who hear these threads, once, that nothing is withdrawn."""
    if forums.doubted(tx, forum) is not None:
        return
    forums.doubt(tx, forum, now)
    for channel, collective in concerned(tx, deps, forum, missing).items():
        deliveries.plan(
            tx,
            Kind.MANY_GONE,
            channel,
            f"{Kind.MANY_GONE}:{forum}:{stamp(now)}",
            now,
            facts={"forum": forum},
            collective=collective,
        )


def concerned(
    tx: Tx, deps: Deps, forum: str, missing: list[TopicId]
) -> dict[ChannelId, CollectiveId]:
    """Where to tell those who hear these threads."""
    known, asked = bridge.routes(tx, deps, forum), follows.of_forum(tx, forum)
    found = [topic for one in missing if (topic := topics.get(tx, one)) is not None]
    rules = {rule.id for topic in found for rule in known.of(topic).values()}
    return {one.told_in: one.collective for one in asked if one.id in rules}
