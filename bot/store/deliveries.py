"""The ledger of sends."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.delivery import ANSWERS, Delivery, Fate, Kind, State
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId
from bot.store.base import Tx, instant, stamp

_COLUMNS = "id, kind, channel, reply_to, collective, facts, due, attempts, doubtful, digest"


def plan(
    tx: Tx,
    kind: Kind,
    channel: ChannelId,
    cause: str,
    due: datetime,
    *,
    facts: Mapping[str, str],
    collective: CollectiveId | None = None,
    reply_to: MessageId | None = None,
    urgent: bool = False,
) -> None:
    """Plan one send; a cause counts once per channel."""
    tx.execute(
        "insert into deliveries"
        " (kind, channel, cause, due, facts, collective, reply_to, urgent, state, planned)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, 'planned', ?) on conflict do nothing",
        [
            kind,
            channel,
            cause,
            stamp(due),
            json.dumps(facts),
            collective,
            reply_to,
            int(urgent),
            stamp(due),
        ],
    )


def recover(tx: Tx) -> int:
    """What a stopped process left in flight becomes doubtful; how many there were."""
    cursor = tx.execute(
        "update deliveries set state = 'planned', doubtful = 1 where state = 'sending'"
    )
    return cursor.rowcount


def due(
    tx: Tx, now: datetime, busy: frozenset[ChannelId], per_channel: int
) -> list[Sequence[Delivery]]:
    """For each channel that is not busy, its next sends in order, urgent first.

    A channel whose first send waits for another try is left out: order is kept.
    """
    channels = tx.execute(_CHANNELS).fetchall()
    batches = (
        _batch(tx, channel, now, per_channel) for (channel,) in channels if channel not in busy
    )
    return [batch for batch in batches if batch]


# From one channel of the index to the next, without reading what waits in each.
_CHANNELS = """
with recursive channels (channel) as (
  select min(channel) from deliveries where state = 'planned'
  union all
  select (select min(channel) from deliveries where state = 'planned' and channel > one.channel)
  from channels one where one.channel is not null
)
select channel from channels where channel is not null
"""


def _batch(tx: Tx, channel: str, now: datetime, limit: int) -> list[Delivery]:
    rows = tx.execute(
        f"select {_COLUMNS}, retry_at from deliveries"  # noqa: S608 - constant columns
        " where state = 'planned' and channel = ? and due <= ?"
        " order by urgent desc, due, id limit ?",
        [channel, stamp(now), limit],
    ).fetchall()
    batch = []
    for row in rows:
        retry_at = row[-1]
        if retry_at and instant(retry_at) > now:
            break
        batch.append(_delivery(row))
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
    )


def begin(tx: Tx, digests: Mapping[DeliveryId, str]) -> set[DeliveryId]:
    """Mark as in flight, with the digest of the words; those still planned are returned."""
    begun = set()
    for delivery, words in digests.items():
        cursor = tx.execute(
            "update deliveries set state = 'sending', digest = ?"
            " where id = ? and state = 'planned'",
            [words, delivery],
        )
        if cursor.rowcount:
            begun.add(delivery)
    return begun


def settle(tx: Tx, fates: Iterable[Fate], now: datetime) -> None:
    """Write what became of attempts; one that is tried again later counts as failed."""
    tx.conn.executemany(
        "update deliveries set state = ?, reason = ?, message = ?, retry_at = ?,"
        " attempts = attempts + ?, doubtful = ?, settled = ?"
        " where id = ? and state in ('planned', 'sending')",
        [
            (
                fate.state,
                fate.reason,
                fate.message,
                stamp(fate.retry_at) if fate.retry_at else None,
                int(fate.retry_at is not None),
                int(fate.doubtful),
                None if fate.state is State.PLANNED else stamp(now),
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
        " where state = 'planned' and due <= ? and retry_at > ?",
        [stamp(now), stamp(now)],
    ).fetchone()[0]
    times = [instant(text) for text in (later, again) if text]
    return min(times, default=None)


def sent_in(tx: Tx, channel: ChannelId) -> frozenset[MessageId]:
    """The messages of a channel that are already accounted for, the latest hundred."""
    rows = tx.execute(
        "select message from deliveries where channel = ? and message is not null"
        " order by id desc limit 100",
        [channel],
    )
    return frozenset(MessageId(message) for (message,) in rows)


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
