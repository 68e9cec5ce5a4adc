"""What one collective holds of a project, offered to others that follow the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, CollectiveId, ProjectId
from bot.store.base import Tx, stamp


class OfferState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Offer:
    """`project` as the collective that told it holds it; `collective` is asked in `channel`."""

    id: int
    project: ProjectId
    collective: CollectiveId
    channel: ChannelId
    state: OfferState


def make(
    tx: Tx, project: ProjectId, collective: CollectiveId, channel: ChannelId, now: datetime
) -> tuple[Offer, bool]:
    """The open offer of a project to a collective, and whether it is a new one."""
    cursor = tx.execute(
        "insert into project_offers (project, collective, channel, state, at)"
        " values (?, ?, ?, 'open', ?) on conflict do nothing",
        [project, collective, channel, stamp(now)],
    )
    [offer] = _read(tx, "project = ? and collective = ? and state = 'open'", [project, collective])
    return offer, bool(cursor.rowcount)


def get(tx: Tx, id_: int) -> Offer | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def become(tx: Tx, offer: Offer, state: OfferState) -> bool:
    """Answer an offer; False where somebody was faster."""
    cursor = tx.execute(
        "update project_offers set state = ? where id = ? and state = 'open'", [state, offer.id]
    )
    return bool(cursor.rowcount)


def count_since(tx: Tx, collective: CollectiveId, since: datetime) -> int:
    """How many offers were made to a collective since then."""
    row = tx.execute(
        "select count(*) from project_offers where collective = ? and at >= ?",
        [collective, stamp(since)],
    ).fetchone()
    return int(row[0])


def open_to(tx: Tx, collective: CollectiveId) -> list[Offer]:
    """What waits for a collective's answer, the oldest first."""
    return _read(tx, "collective = ? and state = 'open'", [collective])


def _read(tx: Tx, where: str, values: list[object]) -> list[Offer]:
    rows = tx.execute(
        f"select id, project, collective, channel, state from project_offers"  # noqa: S608
        f" where {where} order by id",
        values,
    )
    return [
        Offer(
            id_, ProjectId(project), CollectiveId(collective), ChannelId(channel), OfferState(state)
        )
        for id_, project, collective, channel, state in rows
    ]
