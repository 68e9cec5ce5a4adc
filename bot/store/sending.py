"""The ledger of sends as the outbox works through it: what is due, begun and settled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.delivery import ALONE, NEXT, Delivery, Fate, Kind, State
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId, MirrorId
from bot.store.base import Tx, instant, stamp

_COLUMNS = (
    "id, kind, channel, reply_to, collective, facts, due, attempts, doubtful, digest,"
    " lane, place, mirror, amends, braked"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that is about to be made: the digest of its words, and where it goes."""

    id: DeliveryId
    digest: str
    place: ChannelId


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
        braked=bool(row[14]),
    )


def begin(tx: Tx, attempts: Iterable[Begun], now: datetime) -> set[DeliveryId]:
    """Mark as in flight; those still planned are returned.

    The first attempt's instant stays: from then on it may be in the chat.
    """
    begun = json.dumps([(one.id, one.digest, one.place) for one in attempts])
    return {DeliveryId(id_) for (id_,) in tx.execute(_BEGIN, [begun, stamp(now)]).fetchall()}


# One statement for all: each takes the interpreter from the event loop, and waits for it.
_BEGIN = """
with begun as (
  select value ->> 0 as id, value ->> 1 as digest, value ->> 2 as place from json_each(?)
)
update deliveries
set state = 'sending', digest = begun.digest, place = begun.place,
  begun = coalesce(deliveries.begun, ?)
from begun where deliveries.id = begun.id and state = 'planned'
returning deliveries.id
"""

# From these a send may come to any other state.
_OPEN = ", ".join(f"'{state}'" for state, after in NEXT.items() if State.SENT in after)


_SETTLE = f"""
with fates as (
  select value ->> 0 as id, value ->> 1 as state, value ->> 2 as reason, value ->> 3 as message,
    value ->> 4 as retry_at, value ->> 5 as failed, value ->> 6 as doubtful, value ->> 7 as settled
  from json_each(?)
)
update deliveries
set state = fates.state, reason = fates.reason, message = fates.message,
  retry_at = fates.retry_at, attempts = attempts + fates.failed, doubtful = fates.doubtful,
  settled = fates.settled
from fates where deliveries.id = fates.id and deliveries.state in ({_OPEN})
"""  # noqa: S608 - states of ours


def settle(tx: Tx, fates: Iterable[Fate], now: datetime) -> None:
    """Write what became of attempts; one that is tried again later counts as failed."""
    at = stamp(now)
    told = [
        (
            fate.id,
            fate.state,
            fate.reason,
            fate.message,
            stamp(fate.retry_at) if fate.retry_at else None,
            int(fate.retry_at is not None),
            int(fate.doubtful),
            None if fate.state is State.PLANNED else at,
        )
        for fate in fates
    ]
    if told:
        tx.execute(_SETTLE, [json.dumps(told)])


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


def nonce_prefix(tx: Tx) -> str:
    """What tells this base's nonces from another's."""
    return str(tx.execute("select value from meta where key = 'nonce'").fetchone()[0])
