"""The ledger of sends."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.delivery import ALONE, ANSWERS, NEXT, Cause, Delivery, Fate, Kind, State
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId, MirrorId, TopicId
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, kind, channel, reply_to, collective, facts, due, attempts, doubtful, digest,"
    " lane, place, mirror, amends"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that is about to be made: the digest of its words, and where it goes."""

    id: DeliveryId
    digest: str
    place: ChannelId


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent, for who wants to change it; `message` is None while it was not."""

    kind: Kind
    state: State
    reason: Cause | None
    facts: Mapping[str, str]
    place: ChannelId | None
    message: MessageId | None


def plan(
    tx: Tx,
    kind: Kind,
    channel: ChannelId,
    cause: str,
    now: datetime,
    *,
    facts: Mapping[str, str],
    collective: CollectiveId | None = None,
    reply_to: MessageId | None = None,
    urgent: bool = False,
    mirror: MirrorId | None = None,
    lane: str = "",
    amends: DeliveryId | None = None,
    due: datetime | None = None,
    withheld: Cause | None = None,
) -> bool:
    """Plan one send; False where its cause counted already: it does once per channel.

    It waits in the channel's own lane, and is due at once unless `due` is given. What is
    `withheld` from the start waits for nothing.
    """
    cursor = tx.execute(
        "insert into deliveries (kind, channel, cause, due, facts, collective, reply_to, urgent,"
        " mirror, lane, amends, planned, state, reason, settled)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        [
            kind,
            channel,
            cause,
            stamp(due or now),
            json.dumps(facts),
            collective,
            reply_to,
            int(urgent),
            mirror,
            lane or channel,
            amends,
            stamp(now),
            State.WITHHELD if withheld else State.PLANNED,
            withheld,
            stamp(now) if withheld else None,
        ],
    )
    return bool(cursor.rowcount)


def set_aside(tx: Tx, cause: str, channel: ChannelId) -> None:
    """Make room for another send of a cause that certainly never arrived in a channel.

    The row stays, for who asks why.
    """
    tx.execute(
        "update deliveries set cause = cause || ':before:' || id, mirror = null"
        " where cause = ? and channel = ?"
        " and (state = 'withheld' or state = 'failed' and reason <> 'defect')",
        [cause, channel],
    )


def withheld_in(tx: Tx, cause: str, reason: Cause) -> list[ChannelId]:
    """The channels where a cause was withheld for this reason."""
    rows = tx.execute(
        "select channel from deliveries where cause = ? and state = 'withheld' and reason = ?"
        " order by id",
        [cause, reason],
    )
    return [ChannelId(channel) for (channel,) in rows]


def newest(tx: Tx) -> DeliveryId:
    """The send planned last, 0 before the first."""
    row = tx.execute("select coalesce(max(id), 0) from deliveries").fetchone()
    return DeliveryId(row[0])


def hold(tx: Tx, after: DeliveryId, until: datetime) -> None:
    """What was planned after a send waits until then, or until it is released."""
    tx.execute(
        "update deliveries set due = ? where id > ? and state = 'planned'", [stamp(until), after]
    )


def release(tx: Tx, channel: ChannelId, now: datetime) -> None:
    """What is held in a channel is due."""
    tx.execute(
        "update deliveries set due = ? where channel = ? and state = 'planned' and due > ?",
        [stamp(now), channel, stamp(now)],
    )


def recover(tx: Tx, now: datetime) -> int:
    """What a stopped process left in flight becomes doubtful; how many there were.

    The clock may have been set meanwhile, as machines without a battery do when they start.
    """
    cursor = tx.execute(
        "update deliveries set state = 'planned', doubtful = 1 where state = 'sending'"
    )
    clock_went_back(tx, now)
    return cursor.rowcount


def clock_went_back(tx: Tx, now: datetime) -> None:
    """What was planned, or put off, while the clock ran ahead would wait for that time."""
    tx.execute(
        "update deliveries set due = ?, planned = ? where state = 'planned' and planned > ?",
        [stamp(now), stamp(now), stamp(now)],
    )
    tx.execute(
        "update deliveries set retry_at = null where state = 'planned' and retry_at is not null"
    )


def due(
    tx: Tx, now: datetime, busy: frozenset[str], per_lane: int, *, after: str, enough: int
) -> list[Sequence[Delivery]]:
    """For each lane that is not busy, its next sends in order, urgent first.

    A lane whose first send is held, or waits for another try, is left out: order is kept. What
    must go alone does. The lanes come in turn, from the one `after` which it goes on, until there
    are `enough` sends.
    """
    lanes = [lane for (lane,) in tx.execute(_LANES) if lane not in busy]
    batches, count = list[Sequence[Delivery]](), 0
    for lane in sorted(lanes, key=lambda lane: (lane <= after, lane)):
        if batch := _batch(tx, lane, now, per_lane):
            batches.append(batch)
            count += len(batch)
        if count >= enough:
            break
    return batches


# From one lane of the index to the next, without reading what waits in each.
_LANES = """
with recursive lanes (lane) as (
  select min(lane) from deliveries where state = 'planned'
  union all
  select (select min(lane) from deliveries where state = 'planned' and lane > one.lane)
  from lanes one where one.lane is not null
)
select lane from lanes where lane is not null
"""


def _batch(tx: Tx, lane: str, now: datetime, limit: int) -> list[Delivery]:
    rows = tx.execute(
        f"select {_COLUMNS}, retry_at from deliveries"  # noqa: S608 - constant columns
        " where state = 'planned' and lane = ? order by urgent desc, id limit ?",
        [lane, limit],
    ).fetchall()
    batch: list[Delivery] = []
    for *row, retry_at in rows:
        delivery = _delivery(row)
        waits = delivery.due > now or (retry_at and instant(retry_at) > now)
        if waits or (batch and delivery.kind in ALONE):
            break
        batch.append(delivery)
        if delivery.kind in ALONE:
            break
    return batch


def _delivery(row: Sequence[Any]) -> Delivery:
    return Delivery(
        id=DeliveryId(row[0]),
        kind=Kind(row[1]),
        channel=ChannelId(row[2]),
        reply_to=MessageId(row[3]) if row[3] else None,
        collective=CollectiveId(row[4]) if row[4] else None,
        facts=json.loads(row[5]),
        due=instant(row[6]),
        attempts=row[7],
        doubtful=bool(row[8]),
        digest=row[9],
        lane=row[10],
        place=ChannelId(row[11]) if row[11] else None,
        mirror=MirrorId(row[12]) if row[12] else None,
        amends=DeliveryId(row[13]) if row[13] else None,
    )


def begin(tx: Tx, attempts: Iterable[Begun], now: datetime) -> set[DeliveryId]:
    """Mark as in flight; those still planned are returned.

    The first attempt's instant stays: from then on it may be in the chat.
    """
    begun, at = set(), stamp(now)
    for one in attempts:
        cursor = tx.execute(
            "update deliveries set state = 'sending', digest = ?, place = ?,"
            " begun = coalesce(begun, ?) where id = ? and state = 'planned'",
            [one.digest, one.place, at, one.id],
        )
        if cursor.rowcount:
            begun.add(one.id)
    return begun


# From these a send may come to any other state.
_OPEN = ", ".join(f"'{state}'" for state, after in NEXT.items() if State.SENT in after)


def settle(tx: Tx, fates: Iterable[Fate], now: datetime) -> None:
    """Write what became of attempts; one that is tried again later counts as failed."""
    at = stamp(now)
    tx.conn.executemany(
        "update deliveries set state = ?, reason = ?, message = ?, retry_at = ?,"  # noqa: S608
        f" attempts = attempts + ?, doubtful = ?, settled = ? where id = ? and state in ({_OPEN})",
        [
            (
                fate.state,
                fate.reason,
                fate.message,
                stamp(fate.retry_at) if fate.retry_at else None,
                int(fate.retry_at is not None),
                int(fate.doubtful),
                None if fate.state is State.PLANNED else at,
                fate.id,
            )
            for fate in fates
        ],
    )


def next_due(tx: Tx, now: datetime) -> datetime | None:
    """The next instant, after `now`, at which a send falls due or is tried again."""
    later = tx.execute(
        "select min(due) from deliveries where state = 'planned' and due > ?", [stamp(now)]
    ).fetchone()[0]
    again = tx.execute(
        "select min(retry_at) from deliveries"
        " where state = 'planned' and retry_at is not null and due <= ? and retry_at > ?",
        [stamp(now), stamp(now)],
    ).fetchone()[0]
    times = [instant(text) for text in (later, again) if text]
    return min(times, default=None)


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


_TOLD = "select kind, state, reason, facts, place, message from deliveries"


def _told(row: Sequence[Any]) -> Told:
    kind, state, reason, facts, place, message = row
    return Told(
        Kind(kind),
        State(state),
        Cause(reason) if reason else None,
        json.loads(facts),
        ChannelId(place) if place else None,
        MessageId(message) if message else None,
    )


@dataclass(frozen=True, slots=True)
class Carried:
    """A send that told a post, in whatever state."""

    id: DeliveryId
    channel: ChannelId
    collective: CollectiveId | None
    mirror: MirrorId | None
    lane: str


def carrying(tx: Tx, cause: str) -> list[Carried]:
    """The sends of a cause that were made, or will be."""
    rows = tx.execute(
        "select id, channel, collective, mirror, lane from deliveries"
        " where cause = ? and state in ('planned', 'sending', 'sent') order by id",
        [cause],
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
        "select d.id, d.channel, d.collective, d.mirror, d.lane, p.number, p.html <> ''"
        " from posts p join deliveries d on d.cause = 'post:' || p.forum || ':' || p.number"
        " where p.forum = ? and p.topic = ? and p.deleted = 0 and d.kind = 'excerpt'"
        " and d.mirror is null and d.state in ('planned', 'sending', 'sent') order by d.id",
        [topic.forum, topic.number],
    )
    return [Announced(_carried(row), number, bool(kept)) for *row, number, kept in rows]


def _carried(row: Sequence[Any]) -> Carried:
    id_, channel, collective, mirror, lane = row
    return Carried(
        DeliveryId(id_),
        ChannelId(channel),
        CollectiveId(collective) if collective else None,
        MirrorId(mirror) if mirror else None,
        lane,
    )


def first_carried(tx: Tx, topic: TopicId) -> dict[ChannelId, int]:
    """The first post of a thread that each channel was to hear."""
    rows = tx.execute(
        "select d.channel, min(p.number) from posts p"
        " join deliveries d on d.cause = 'post:' || p.forum || ':' || p.number"
        " where p.forum = ? and p.topic = ?"
        " and (d.state in ('planned', 'sending', 'sent') or d.reason = 'deleted')"
        " group by d.channel",
        [topic.forum, topic.number],
    )
    return {ChannelId(channel): number for channel, number in rows}


def corrections_of(tx: Tx, id_: DeliveryId) -> int:
    """How often a send was corrected, or will be."""
    row = tx.execute("select count(*) from deliveries where amends = ?", [id_]).fetchone()
    return int(row[0])


def move(
    tx: Tx, before: MirrorId, after: MirrorId, lane: str, *, gone: ChannelId | None = None
) -> None:
    """What waits for one mirror waits for another, in its lane.

    What may have been sent to the chat thread that is `gone` is certainly no longer there.
    """
    tx.execute(
        "update deliveries set mirror = ?, lane = ?, retry_at = null,"
        " doubtful = case when place = ? then 0 else doubtful end"
        " where mirror = ? and state = 'planned'",
        [after, lane, gone, before],
    )


def waits_to_say(tx: Tx, lane: str) -> bool:
    """Whether something is planned in a mirror's lane that is worth a chat thread: not what the
    forum withdrew meanwhile, nor that it did."""
    row = tx.execute(
        "select 1 from deliveries d left join posts p"
        " on p.forum = d.facts ->> 'forum' and p.number = cast(d.facts ->> 'post' as integer)"
        " where d.lane = ? and d.state = 'planned'"
        " and (d.kind in ('post', 'excerpt') and p.deleted = 0 or d.kind = 'summed_up'"
        " or d.kind = 'topic_news' and d.facts ->> 'what' <> 'gone') limit 1",
        [lane],
    ).fetchone()
    return row is not None


def resume(
    tx: Tx,
    before: MirrorId,
    after: MirrorId,
    lane: str,
    *,
    reasons: Collection[Cause],
    follows: Collection[int],
) -> None:
    """What one mirror withheld for these reasons, and these follows brought, waits for another, in
    its lane."""
    why, brought = ", ".join("?" * len(reasons)), ", ".join("?" * len(follows))
    tx.execute(
        "update deliveries set mirror = ?, lane = ?, state = 'planned', reason = null,"  # noqa: S608
        " retry_at = null, settled = null"
        f" where mirror = ? and state = 'withheld' and reason in ({why})"
        f" and facts ->> 'follow' in ({brought})",
        [after, lane, before, *reasons, *map(str, follows)],
    )


def forget_questions(tx: Tx) -> int:
    """Drop what people asked, once they were answered; how many."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(ANSWERS))
    cursor = tx.execute(
        "update deliveries set facts = '{}' where facts <> '{}'"  # noqa: S608 - constant kinds
        f" and state in ('sent', 'withheld', 'failed') and kind in ({kinds})"
    )
    return cursor.rowcount


def counts(tx: Tx) -> dict[State, int]:
    """How many deliveries are in each state."""
    rows = tx.execute("select state, count(*) from deliveries group by state")
    return {State(state): count for state, count in rows}


def nonce_prefix(tx: Tx) -> str:
    """What tells this base's nonces from another's."""
    return str(tx.execute("select value from meta where key = 'nonce'").fetchone()[0])


def last_reason(tx: Tx, channel: ChannelId) -> str | None:
    """Why the last send that was settled in a channel did not go there; None where it did."""
    row = tx.execute(
        "select reason from deliveries where channel = ? and settled is not null"
        " order by id desc limit 1",
        [channel],
    ).fetchone()
    return row[0] if row else None
