"""Offers of projects, and what became of them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ChannelId, CollectiveId, PersonId, ProjectId
from bot.domain.offers import Asks, Offer, OfferState
from bot.store import changes
from bot.store.base import Tx, stamp


def make(
    tx: Tx,
    project: ProjectId,
    collective: CollectiveId,
    channel: ChannelId,
    now: datetime,
    *,
    asks: Asks = Asks.NOTE,
) -> tuple[Offer, bool]:
    """The open offer of a project to a collective, and whether it is a new one."""
    cursor = tx.execute(
        "insert into project_offers (project, collective, channel, state, asks, at)"
        " values (?, ?, ?, 'open', ?, ?) on conflict do nothing",
        [project, collective, channel, asks, stamp(now)],
    )
    [offer] = _read(tx, "project = ? and collective = ? and state = 'open'", [project, collective])
    return offer, bool(cursor.rowcount)


def get(tx: Tx, id_: int) -> Offer | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def become(tx: Tx, offer: Offer, state: OfferState, now: datetime, by: PersonId | None) -> bool:
    """Answer an offer, or end it; False where somebody was faster."""
    cursor = tx.execute(
        "update project_offers set state = ? where id = ? and state = 'open'", [state, offer.id]
    )
    if cursor.rowcount:
        changes.record(tx, "offer", str(offer.id), now, by, before=OfferState.OPEN, after=state)
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


def of_project(tx: Tx, project: ProjectId) -> list[Offer]:
    """To whom a project was offered as one collective holds it, the first first."""
    return _read(tx, "project = ?", [project])


def made_of(tx: Tx, root: ProjectId, collective: CollectiveId) -> bool:
    """Whether a collective was ever asked about a project, whoever told it."""
    where = "collective = ? and project in (select id from projects where id = ? or root = ?)"
    return bool(_read(tx, where, [collective, root, root]))


def _read(tx: Tx, where: str, values: list[object]) -> list[Offer]:
    rows = tx.execute(
        f"select id, project, collective, channel, state, asks from project_offers"  # noqa: S608
        f" where {where} order by id",
        values,
    )
    return [
        Offer(
            id_,
            ProjectId(project),
            CollectiveId(collective),
            ChannelId(channel),
            OfferState(state),
            Asks(asks),
        )
        for id_, project, collective, channel, state, asks in rows
    ]
