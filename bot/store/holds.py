"""What may not be sent until people say so: the silence of a collective, the brake of a channel."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import NEVER_HELD, Cause, State
from bot.domain.holding import Brake, BrakeState, Held
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, PersonId
from bot.store import changes
from bot.store.base import Tx, instant, stamp

HOUR: Final = timedelta(hours=1)
_NEVER = ", ".join(f"'{kind}'" for kind in sorted(NEVER_HELD))


def silent_since(tx: Tx, collective: CollectiveId) -> datetime | None:
    row = tx.execute("select silent_since from collectives where id = ?", [collective]).fetchone()
    return instant(row[0]) if row and row[0] else None


def silent(tx: Tx) -> frozenset[CollectiveId]:
    """The collectives to which nothing is sent."""
    rows = tx.execute("select id from collectives where silent_since is not null")
    return frozenset(CollectiveId(id_) for (id_,) in rows)


def set_silent(tx: Tx, collective: CollectiveId, now: datetime, by: PersonId, *, on: bool) -> None:
    tx.execute(
        "update collectives set silent_since = ? where id = ?",
        [stamp(now) if on else None, collective],
    )
    before, after = ("speaking", "silent") if on else ("silent", "speaking")
    changes.record(tx, "collective", collective, now, by, before=before, after=after)


def hold_all(tx: Tx, collective: CollectiveId) -> int:
    """Hold whatever waits to be sent to a collective; how much that is."""
    cursor = tx.execute(
        "update deliveries set state = 'held', reason = ?"  # noqa: S608 - constant kinds
        f" where state = 'planned' and collective = ? and kind not in ({_NEVER})",
        [Cause.SILENCE, collective],
    )
    return cursor.rowcount


def hold(tx: Tx, ids: Iterable[DeliveryId], reason: Cause) -> None:
    tx.conn.executemany(
        "update deliveries set state = 'held', reason = ? where id = ? and state = 'planned'",
        [(reason, id_) for id_ in ids],
    )


def held(
    tx: Tx, collective: CollectiveId, reason: Cause, channel: ChannelId | None = None
) -> list[Held]:
    """What is held for a reason, in all channels or in one, in the order of its planning."""
    rows = tx.execute(
        "select id, channel, cause, facts from deliveries where state = 'held'"
        " and collective = ? and reason = ? and (? is null or channel = ?) order by id",
        [collective, reason, channel, channel],
    )
    return [
        Held(DeliveryId(id_), ChannelId(where), cause, json.loads(facts))
        for id_, where, cause, facts in rows
    ]


def let_go(tx: Tx, ids: Collection[DeliveryId]) -> None:
    """They are sent after all, and no brake counts them."""
    tx.conn.executemany(
        "update deliveries set state = 'planned', reason = null, retry_at = null, braked = 0"
        " where id = ? and state = 'held'",
        [(id_,) for id_ in ids],
    )


def withhold(tx: Tx, ids: Collection[DeliveryId], reason: Cause, now: datetime) -> None:
    """They are never sent."""
    tx.conn.executemany(
        "update deliveries set state = ?, reason = ?, settled = ? where id = ? and state = 'held'",
        [(State.WITHHELD, reason, stamp(now), id_) for id_ in ids],
    )


def sent_lately(tx: Tx, channel: ChannelId, now: datetime) -> int:
    """How many sends that the brake counts a channel had within the hour."""
    row = tx.execute(
        "select count(*) from deliveries where braked = 1 and channel = ?"
        " and begun > ? and begun <= ? and state in ('sending', 'sent')",
        [channel, stamp(now - HOUR), stamp(now)],
    ).fetchone()
    return int(row[0])


def pull(tx: Tx, collective: CollectiveId, channel: ChannelId, now: datetime) -> int | None:
    """Ask about what is held in a channel; None where it is asked already."""
    cursor = tx.execute(
        "insert into brakes (collective, channel, state, count) values (?, ?, 'open', 0)"
        " on conflict do nothing",
        [collective, channel],
    )
    if not cursor.rowcount or cursor.lastrowid is None:
        return None
    key = str(cursor.lastrowid)
    changes.record(tx, "brake", key, now, None, before=None, after=BrakeState.OPEN)
    return cursor.lastrowid


def brake(tx: Tx, id_: int) -> Brake | None:
    """`count` is what is held at this moment while nobody answered; `stale` is what was withheld at
    the moment of the answer."""
    row = tx.execute(
        "select collective, channel, state, count from brakes where id = ?", [id_]
    ).fetchone()
    if row is None:
        return None
    collective, channel, state, count = row
    if state == BrakeState.OPEN:
        count = len(held(tx, CollectiveId(collective), Cause.BRAKE, ChannelId(channel)))
    old = _stale(tx, id_, ChannelId(channel)) if state == BrakeState.SENT else 0
    return Brake(id_, CollectiveId(collective), ChannelId(channel), BrakeState(state), count, old)


def _stale(tx: Tx, id_: int, channel: ChannelId) -> int:
    """How much was too old to leave a channel when organisers had its brake released."""
    row = tx.execute(
        "select count(*) from deliveries where channel = ? and state = 'withheld' and reason = ?"
        " and settled = (select max(at) from changes where noun = 'brake' and key = ?)",
        [channel, Cause.STALE, str(id_)],
    ).fetchone()
    return int(row[0])


def asked(tx: Tx) -> frozenset[CollectiveId]:
    """The collectives whose organisers are asked about what a brake holds."""
    rows = tx.execute("select distinct collective from brakes where state = 'open'")
    return frozenset(CollectiveId(id_) for (id_,) in rows)


def answer(tx: Tx, one: Brake, state: BrakeState, count: int, now: datetime, by: PersonId) -> None:
    tx.execute("update brakes set state = ?, count = ? where id = ?", [state, count, one.id])
    changes.record(tx, "brake", str(one.id), now, by, before=one.state, after=state)
