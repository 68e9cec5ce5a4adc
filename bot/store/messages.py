"""The ledger of sends read back: what stands in the chat, and for which cause."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.delivery import Cause, Kind, State
from bot.domain.ids import (
    ChannelId,
    CollectiveId,
    DeliveryId,
    MessageId,
    MirrorId,
    PersonId,
    TopicId,
)
from bot.store.base import Tx, instant


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent to a channel for a cause, for who wants to change it; `message` is None while
    it was not. `due`: when it was to be; `settled`: when it was, or was given up."""

    kind: Kind
    state: State
    reason: Cause | None
    facts: Mapping[str, str]
    place: ChannelId | None
    message: MessageId | None
    due: datetime
    channel: ChannelId
    collective: CollectiveId | None
    cause: str
    settled: datetime | None


def sent_in(tx: Tx, place: ChannelId) -> frozenset[MessageId]:
    """The messages of a channel that are already accounted for, the latest thousand."""
    rows = tx.execute(
        "select message from deliveries where place = ? and message is not null"
        " order by id desc limit 1000",
        [place],
    )
    return frozenset(MessageId(message) for (message,) in rows)


def last_before(tx: Tx, place: ChannelId, doubtful: Sequence[DeliveryId]) -> MessageId | None:
    """The latest message of a channel that was there before any of these was attempted."""
    marks = ", ".join("?" * len(doubtful))
    row = tx.execute(
        "select message from deliveries where place = ? and message is not null and settled <"  # noqa: S608
        f" (select min(coalesce(begun, '')) from deliveries where id in ({marks}))"
        " order by settled desc limit 1",
        [place, *doubtful],
    ).fetchone()
    return MessageId(row[0]) if row else None


def kind_of(tx: Tx, place: ChannelId, message: MessageId) -> Kind | None:
    """What a message of ours in a channel says."""
    row = tx.execute(
        "select kind from deliveries where place = ? and message = ?", [place, message]
    ).fetchone()
    return Kind(row[0]) if row else None


def told(tx: Tx, id_: DeliveryId) -> Told:
    """Raises LookupError."""
    row = tx.execute(f"{_TOLD} where id = ?", [id_]).fetchone()
    if row is None:
        raise LookupError(id_)
    return _told(row)


def told_for(tx: Tx, cause: str, channel: ChannelId) -> Told | None:
    row = tx.execute(f"{_TOLD} where cause = ? and channel = ?", [cause, channel]).fetchone()
    return _told(row) if row else None


_TOLD = (
    "select kind, state, reason, facts, place, message, due, channel, collective, cause, settled"
    " from deliveries"
)


def _told(row: Sequence[Any]) -> Told:
    kind, state, reason, facts, place, message, due, channel, collective, cause, settled = row
    return Told(
        Kind(kind),
        State(state),
        Cause(reason) if reason else None,
        json.loads(facts),
        ChannelId(place) if place else None,
        MessageId(message) if message else None,
        instant(due),
        ChannelId(channel),
        CollectiveId(collective) if collective else None,
        cause,
        instant(settled) if settled else None,
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """A send that told a post, in whatever state; `person`: for whom alone it is."""

    id: DeliveryId
    channel: ChannelId
    collective: CollectiveId | None
    mirror: MirrorId | None
    lane: str
    person: PersonId | None = None


_CARRIED = "id, channel, collective, mirror, lane, facts ->> 'watcher'"


def carrying(tx: Tx, cause: str) -> list[Carried]:
    """The sends of a cause that were made, or will be."""
    rows = tx.execute(
        f"select {_CARRIED} from deliveries"  # noqa: S608 - constant columns
        " where cause = ? and state in ('planned', 'held', 'sending', 'sent') order by id",
        [cause],
    )
    return [_carried(row) for row in rows]


def naming(tx: Tx, topic: TopicId, kinds: Sequence[Kind]) -> list[Carried]:
    """The sends of these kinds that speak of a thread itself, and were made or will be."""
    marks = ", ".join("?" * len(kinds))
    rows = tx.execute(
        f"select {_CARRIED} from deliveries"  # noqa: S608 - only marks
        f" where kind in ({marks}) and state in ('planned', 'sending', 'sent')"
        " and facts ->> 'forum' = ? and facts ->> 'topic' = ? order by id",
        [*kinds, topic.forum, str(topic.number)],
    )
    return [_carried(row) for row in rows]


def carrying_any(tx: Tx, start: str) -> list[Carried]:
    """The sends of the causes that begin so, up to the next « : », that were made or will be."""
    rows = tx.execute(
        f"select {_CARRIED} from deliveries"  # noqa: S608 - constant columns
        " where cause >= ? and cause < ? and state in ('planned', 'sending', 'sent') order by id",
        [start, f"{start.removesuffix(':')};"],
    )
    return [_carried(row) for row in rows]


def carrying_news(tx: Tx, start: str, what: str) -> list[Carried]:
    """The news of the causes that begin so which told `what` in a channel of a collective, and were
    made or will be."""
    rows = tx.execute(
        f"select {_CARRIED} from deliveries"  # noqa: S608 - constant columns
        " where cause >= ? and cause < ? and state in ('planned', 'sending', 'sent')"
        " and facts ->> 'what' = ? and facts ->> 'watcher' is null order by id",
        [start, f"{start.removesuffix(':')};", what],
    )
    return [_carried(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Announced:
    """A post that was announced, or will be, in a channel of messages; `is_kept` while its words
    are."""

    sent: Carried
    post: int
    is_kept: bool


def announced(tx: Tx, topic: TopicId) -> list[Announced]:
    """The posts of a thread that were announced and still stand, the first sent first."""
    rows = tx.execute(
        "select d.id, d.channel, d.collective, d.mirror, d.lane, null, p.number, p.html <> ''"
        " from posts p join deliveries d on d.cause = 'post:' || p.forum || ':' || p.number"
        " where p.forum = ? and p.topic = ? and p.deleted = 0 and d.kind = 'excerpt'"
        " and d.mirror is null and d.state in ('planned', 'held', 'sending', 'sent') order by d.id",
        [topic.forum, topic.number],
    )
    return [Announced(_carried(row), number, bool(kept)) for *row, number, kept in rows]


def _carried(row: Sequence[Any]) -> Carried:
    id_, channel, collective, mirror, lane, person = row
    return Carried(
        DeliveryId(id_),
        ChannelId(channel),
        CollectiveId(collective) if collective else None,
        MirrorId(mirror) if mirror else None,
        lane,
        PersonId(person) if person else None,
    )


def first_carried(tx: Tx, topic: TopicId) -> dict[ChannelId, int]:
    """The first post of a thread that each channel was to hear."""
    rows = tx.execute(
        "select d.channel, min(p.number) from posts p"
        " join deliveries d on d.cause = 'post:' || p.forum || ':' || p.number"
        " where p.forum = ? and p.topic = ?"
        " and (d.state in ('planned', 'held', 'sending', 'sent') or d.reason = 'deleted')"
        " group by d.channel",
        [topic.forum, topic.number],
    )
    return {ChannelId(channel): number for channel, number in rows}


def corrections_of(tx: Tx, id_: DeliveryId) -> int:
    """How often a send was corrected, or will be."""
    row = tx.execute("select count(*) from deliveries where amends = ?", [id_]).fetchone()
    return int(row[0])


def event_in(tx: Tx, lane: str) -> tuple[MessageId, str] | None:
    """The event of the chat server's calendar that was last made or changed in a lane, and what
    was planned as its beginning: an ISO instant, empty where it was called off."""
    row = tx.execute(
        "select message, facts ->> 'begins' from deliveries where kind = 'vote_event'"
        " and lane = ? and message is not null order by id desc limit 1",
        [lane],
    ).fetchone()
    return (MessageId(row[0]), row[1] or "") if row else None


def event_waits(tx: Tx, lane: str) -> bool:
    """Whether an event is still to be made or changed in a lane."""
    row = tx.execute(
        "select 1 from deliveries where kind = 'vote_event' and lane = ?"
        " and state in ('planned', 'sending') limit 1",
        [lane],
    ).fetchone()
    return row is not None


def is_gone(tx: Tx, id_: DeliveryId) -> bool:
    """Whether people had deleted what was sent when it was to be corrected."""
    row = tx.execute(
        "select 1 from deliveries where amends = ? and reason = 'no_message' limit 1", [id_]
    ).fetchone()
    return row is not None


def is_being_corrected(tx: Tx, id_: DeliveryId) -> bool:
    """Whether a correction of a send waits that was not begun yet, be it for people."""
    row = tx.execute(
        "select 1 from deliveries where amends = ? and state in ('planned', 'held')"
        " and not doubtful limit 1",
        [id_],
    ).fetchone()
    return row is not None
