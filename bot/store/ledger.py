"""The ledger of sends, read for people who ask what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.delivery import Cause, Kind, State
from bot.domain.explaining import Entry
from bot.domain.ids import ChannelId, CollectiveId, MessageId
from bot.store.base import Tx, instant

_MOST = 20
_COLUMNS = "kind, channel, place, state, reason, planned, settled, retry_at"


def of_cause(tx: Tx, cause: str, collective: CollectiveId) -> list[Entry]:
    """What was planned for a cause, its corrections too, the oldest first."""
    return _read(
        tx,
        "collective = ? and (cause = ? or cause glob ?)",
        [collective, cause, f"{cause}:*"],
    )


def of_message(tx: Tx, place: ChannelId, message: MessageId) -> list[Entry]:
    """What made a message of the chat, and changed it."""
    return _read(tx, "place = ? and message = ?", [place, message])


def _read(tx: Tx, where: str, values: list[str]) -> list[Entry]:
    rows = tx.execute(
        f"select {_COLUMNS} from deliveries where {where} order by id limit {_MOST}",  # noqa: S608
        values,
    )
    return [_entry(row) for row in rows]


def _entry(row: Sequence[Any]) -> Entry:
    kind, channel, place, state, reason, planned, settled, retry_at = row
    return Entry(
        Kind(kind),
        ChannelId(channel),
        ChannelId(place) if place else None,
        State(state),
        Cause(reason) if reason else None,
        instant(settled or planned),
        instant(retry_at) if retry_at else None,
    )
