"""The ledger of sends, read for people who ask what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.delivery import Cause, Kind, State, Turn
from bot.domain.explaining import Entry
from bot.domain.ids import ChannelId, CollectiveId, DeliveryId, MessageId
from bot.store import messages
from bot.store.base import Tx, instant
from bot.store.messages import Told

_MOST = 20
_COLUMNS = "kind, channel, place, state, reason, planned, settled, retry_at, facts ->> 'turn'"


def of_cause(tx: Tx, cause: str, collective: CollectiveId) -> list[Entry]:
    """What was planned for a cause, its corrections too, the oldest first."""
    return _read(
        tx,
        "collective = ? and (cause = ? or cause glob ?)",
        [collective, cause, f"{cause}:*"],
    )


def of_message(
    tx: Tx, place: ChannelId, message: MessageId, collective: CollectiveId
) -> list[Entry]:
    """What made a message of the chat in a collective, and changed it."""
    where = "place = ? and message = ? and collective = ? and kind <> ?"
    return _read(tx, where, [place, message, collective, Kind.THREAD])


def unsent_in(tx: Tx, channel: ChannelId, collective: CollectiveId) -> list[Entry]:
    """What did not arrive in a channel, but corrections, or is tried again: the latest few, the
    oldest first."""
    where = (
        "id in (select id from deliveries where channel = ? and collective = ? and kind <> ?"
        " and reason is not null and reason <> 'stale' and state <> 'sent'"
        " order by id desc limit 5)"
    )
    return _read(tx, where, [channel, collective, Kind.CORRECTION])


def first_of_message(tx: Tx, place: ChannelId, message: MessageId) -> Told | None:
    """The send that made a message of the chat."""
    row = tx.execute(
        "select min(id) from deliveries where place = ? and message = ?", [place, message]
    ).fetchone()
    return messages.told(tx, DeliveryId(row[0])) if row[0] is not None else None


def _read(tx: Tx, where: str, values: list[str]) -> list[Entry]:
    rows = tx.execute(
        f"select {_COLUMNS} from deliveries where {where} order by id limit {_MOST}",  # noqa: S608
        values,
    )
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> Entry:
    kind, channel, place, state, reason, planned, settled, retry_at, turn = row
    return Entry(
        Kind(kind),
        ChannelId(channel),
        ChannelId(place) if place else None,
        State(state),
        Cause(reason) if reason else None,
        instant(settled or planned),
        instant(retry_at) if retry_at else None,
        Turn(turn or Turn.EDITED),
    )
