"""The ledger of sends: what is planned, held, moved and forgotten."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain

from bot.domain.delivery import ANSWERS, BRAKED, Cause, Kind, State
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId, MirrorId
from bot.store.base import Tx, stamp


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
    to_many: bool = True,
) -> bool:
    """Plan one send; False where its cause counted already: it does once per channel.

    It waits in the channel's own lane, and is due at once unless `due` is given. What is
    `withheld` from the start waits for nothing. The brake counts what is said `to_many`.
    """
    cursor = tx.execute(
        "insert into deliveries (kind, channel, cause, due, facts, collective, reply_to, urgent,"
        " mirror, lane, amends, planned, state, reason, settled,"
        " braked) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
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
            int(to_many and kind in BRAKED),
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


def move(
    tx: Tx, before: MirrorId, after: MirrorId, lane: str, *, gone: ChannelId | None = None
) -> None:
    """What waits for one mirror waits for another, in its lane.

    What may have been sent to the chat thread that is `gone` is certainly no longer there.
    """
    tx.execute(
        "update deliveries set mirror = ?, lane = ?, retry_at = null,"
        " doubtful = case when place = ? then 0 else doubtful end"
        " where mirror = ? and state in ('planned', 'held')",
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


def is_outdone(tx: Tx, kind: Kind, id_: DeliveryId, lane: str, about: Mapping[str, str]) -> bool:
    """Whether a later reminder of the same thing, which has these facts, waits for the same
    channel."""
    facts = " and ".join("facts ->> ? = ?" for _ in about)
    row = tx.execute(
        "select 1 from deliveries where lane = ? and state = 'planned' and id > ? and kind = ?"  # noqa: S608
        f" and {facts} limit 1",
        [lane, id_, kind, *chain.from_iterable(about.items())],
    ).fetchone()
    return row is not None


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


def last_reason(tx: Tx, channel: ChannelId) -> str | None:
    """Why the last send that was settled in a channel did not go there; None where it did."""
    row = tx.execute(
        "select reason from deliveries where channel = ? and settled is not null"
        " order by id desc limit 1",
        [channel],
    ).fetchone()
    return row[0] if row else None
