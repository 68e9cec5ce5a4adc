"""Mirrored threads that cannot be read again, although their forum tells what is new."""

from __future__ import annotations

from datetime import datetime

from bot.domain.delivery import Kind
from bot.domain.ids import TopicId
from bot.domain.rereading import SOON
from bot.ports.forum import Trouble
from bot.services import health, vanished
from bot.services.deps import Deps
from bot.store import deliveries, forums, messages, readings
from bot.store.base import Tx, stamp


def missed(tx: Tx, deps: Deps, topic: TopicId, trouble: Trouble, now: datetime) -> None:
    """A thread could not be read; after a while those who hear such threads are told, once."""
    readings.postpone(tx, topic, now + SOON)
    readings.is_unread(tx, topic, now)
    unread = _unread(tx, deps, topic.forum, now)
    if not unread or forums.threads_told(tx, topic.forum) is not None:
        return
    since = min(unread.values())
    forums.tell_threads(tx, topic.forum, since)
    for channel, collective in vanished.concerned(tx, deps, topic.forum, list(unread)).items():
        deliveries.plan(
            tx,
            Kind.SOURCE_DOWN,
            channel,
            _cause(topic.forum, since),
            now,
            facts={
                "forum": topic.forum,
                "since": stamp(since),
                "trouble": trouble,
                "threads": str(len(unread)),
            },
            collective=collective,
        )


def seen(tx: Tx, deps: Deps, forum: str, now: datetime) -> None:
    """A thread was read again; once all of them are, those who were told are told so."""
    since = forums.threads_told(tx, forum)
    if since is None or _unread(tx, deps, forum, now):
        return
    forums.tell_threads(tx, forum, None)
    for told in messages.carrying(tx, _cause(forum, since)):
        deliveries.plan(
            tx,
            Kind.SOURCE_UP,
            told.channel,
            f"{Kind.SOURCE_UP}:threads:{forum}:{stamp(since)}",
            now,
            facts={"forum": forum, "since": stamp(since), "threads": "0"},
            collective=told.collective,
        )


def _cause(forum: str, since: datetime) -> str:
    return f"{Kind.SOURCE_DOWN}:threads:{forum}:{stamp(since)}"


def _unread(tx: Tx, deps: Deps, forum: str, now: datetime) -> dict[TopicId, datetime]:
    """Those that cannot be read for longer than people accept, with since when."""
    return readings.unread_since(tx, forum, now - health.patience(deps, forum))
