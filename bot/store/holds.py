"""What may not be sent until people say so: the silence of a collective, the brake of a channel."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.delivery import FOLLOWS, NEVER_HELD, Cause, Kind, State
from bot.domain.holding import UNDOING, Brake, BrakeState, Held
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, PersonId, VoteId
from bot.store import changes
from bot.store.base import Tx, instant, stamp

HOUR: Final = timedelta(hours=1)
_NEVER = ", ".join(f"'{kind}'" for kind in sorted(NEVER_HELD))
_HELD = "id, channel, cause, facts, kind"
_UNDOING = ", ".join(f"'{what}'" for what in sorted(UNDOING))
_OF_A_VOTE = (
    "collective = ? and (cause > ? and cause < ?"
    " and kind in ('vote_news', 'correction', 'vote_event')"
    f" or kind = 'task_news' and facts ->> '{FOLLOWS}' = ?)"
)


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
        f"select {_HELD} from deliveries where state = 'held'"  # noqa: S608 - constant columns
        " and collective = ? and reason = ? and (? is null or channel = ?) order by id",
        [collective, reason, channel, channel],
    )
    return [_held(row) for row in rows]


def _held(row: tuple[int, str, str, str, str]) -> Held:
    id_, channel, cause, facts, kind = row
    return Held(DeliveryId(id_), ChannelId(channel), cause, json.loads(facts), Kind(kind))


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


def changes_lately(tx: Tx, collective: CollectiveId, now: datetime) -> int:
    """How many changes of its votes a collective was to hear of within the hour, but for those that
    organisers had sent."""
    row = tx.execute(
        "select count(distinct cause) from deliveries"  # noqa: S608 - constant words
        " where cause >= 'vote:' and cause < 'vote;'"
        " and kind = 'vote_news' and collective = ? and planned > ? and braked = 1"
        f" and facts ->> 'what' in ({_UNDOING})"
        " and state in ('planned', 'sending', 'sent', 'held')",
        [collective, stamp(now - HOUR)],
    ).fetchone()
    return int(row[0])


def waits(tx: Tx, collective: CollectiveId, vote: VoteId) -> bool:
    """Whether the brake holds something of a vote."""
    row = tx.execute(
        "select 1 from deliveries where state = 'held' and reason = ?"  # noqa: S608 - constant
        f" and {_OF_A_VOTE} limit 1",
        [Cause.BRAKE, collective, *_about(vote)],
    ).fetchone()
    return row is not None


def waiting(tx: Tx, collective: CollectiveId, vote: VoteId) -> list[Held]:
    """What is planned to be told of a vote that a collective was told of, and to be shown."""
    rows = tx.execute(
        f"select {_HELD} from deliveries"  # noqa: S608 - constant columns
        f" where state = 'planned' and {_OF_A_VOTE} order by id",
        [collective, *_about(vote)],
    )
    return [_held(row) for row in rows]


def _about(vote: VoteId) -> list[str]:
    return [f"vote:{vote}:", f"vote:{vote};", str(vote)]


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
    one = Brake(id_, CollectiveId(collective), ChannelId(channel), BrakeState(state), count)
    if one.state is BrakeState.OPEN:
        waiting = held(tx, one.collective, Cause.BRAKE, one.channel)
        news = sum(each.is_news for each in waiting)
        return replace(one, count=news, of_changes=any(each.is_change for each in waiting))
    if one.state is BrakeState.SENT:
        return replace(one, stale=_stale(tx, id_, one.channel))
    return one


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
