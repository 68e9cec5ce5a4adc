"""What channels were told of where their messages come from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.ids import ChannelId, CollectiveId
from bot.store.base import Tx


class NoticeState(StrEnum):
    OPEN = "open"  # messages come
    OVER = "over"  # they do no more


@dataclass(frozen=True, slots=True)
class Notice:
    """Messages of `sources`, forums as they call themselves, come to a channel; `turn` counts the
    messages that say so."""

    channel: ChannelId
    collective: CollectiveId
    sources: tuple[str, ...]
    state: NoticeState
    turn: int

    @property
    def cause(self) -> str:
        return f"notice:{self.channel}:{self.turn}"


_COLUMNS = "channel, collective, sources, state, turn"


def get(tx: Tx, channel: ChannelId) -> Notice | None:
    row = tx.execute(f"select {_COLUMNS} from notices where channel = ?", [channel]).fetchone()  # noqa: S608
    return _notice(row) if row else None


def every(tx: Tx) -> dict[ChannelId, Notice]:
    rows = tx.execute(f"select {_COLUMNS} from notices order by channel")  # noqa: S608 - constant
    return {one.channel: one for one in map(_notice, rows)}


def save(tx: Tx, one: Notice) -> None:
    tx.execute(
        f"insert or replace into notices ({_COLUMNS}) values (?, ?, ?, ?, ?)",  # noqa: S608
        [one.channel, one.collective, json.dumps(one.sources), one.state, one.turn],
    )


def _notice(row: Sequence[Any]) -> Notice:
    channel, collective, sources, state, turn = row
    return Notice(
        ChannelId(channel),
        CollectiveId(collective),
        tuple(json.loads(sources)),
        NoticeState(state),
        turn,
    )
