"""What one collective holds of a vote, put to another that follows the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import ChannelId, CollectiveId, PersonId, VoteId
from bot.domain.offers import OfferState
from bot.domain.votes import CouncilVote
from bot.store import changes
from bot.store.base import Tx, stamp


@dataclass(frozen=True, slots=True)
class VoteOffer:
    """`vote` as those who told it held it at this `version`; asked of `collective` in `channel`."""

    id: int
    vote: VoteId
    version: int
    collective: CollectiveId
    channel: ChannelId
    state: OfferState


def make(
    tx: Tx, vote: CouncilVote, collective: CollectiveId, channel: ChannelId, now: datetime
) -> tuple[VoteOffer, bool]:
    """The open offer of a vote to a collective, and whether it is a new one; one that is open
    already tells the vote as it is now."""
    cursor = tx.execute(
        "insert into vote_offers (vote, version, collective, channel, state, at)"
        " values (?, ?, ?, ?, 'open', ?) on conflict do nothing",
        [vote.id, vote.version, collective, channel, stamp(now)],
    )
    if not cursor.rowcount:
        tx.execute(
            "update vote_offers set version = ?"
            " where vote = ? and collective = ? and state = 'open'",
            [vote.version, vote.id, collective],
        )
    [offer] = _read(tx, "vote = ? and collective = ? and state = 'open'", [vote.id, collective])
    return offer, bool(cursor.rowcount)


def get(tx: Tx, id_: int) -> VoteOffer | None:
    found = _read(tx, "id = ?", [id_])
    return found[0] if found else None


def become(tx: Tx, offer: VoteOffer, state: OfferState, now: datetime, by: PersonId | None) -> bool:
    """Answer an offer, or end it; False where somebody was faster."""
    cursor = tx.execute(
        "update vote_offers set state = ? where id = ? and state = 'open'", [state, offer.id]
    )
    if cursor.rowcount:
        changes.record(
            tx, "vote_offer", str(offer.id), now, by, before=OfferState.OPEN, after=state
        )
    return bool(cursor.rowcount)


def count_since(tx: Tx, collective: CollectiveId, since: datetime) -> int:
    """How many offers were made to a collective since then."""
    row = tx.execute(
        "select count(*) from vote_offers where collective = ? and at >= ?",
        [collective, stamp(since)],
    ).fetchone()
    return int(row[0])


def of_vote(tx: Tx, vote: VoteId) -> list[VoteOffer]:
    """To whom a vote was offered as one collective holds it, the first first."""
    return _read(tx, "vote = ?", [vote])


def open_to(tx: Tx, collective: CollectiveId) -> list[VoteOffer]:
    """What waits for a collective's answer, the oldest first."""
    return _read(tx, "collective = ? and state = 'open'", [collective])


def _read(tx: Tx, where: str, values: list[object]) -> list[VoteOffer]:
    rows = tx.execute(
        "select id, vote, version, collective, channel, state from vote_offers"  # noqa: S608
        f" where {where} order by id",
        values,
    )
    return [
        VoteOffer(
            id_,
            VoteId(vote),
            version,
            CollectiveId(collective),
            ChannelId(channel),
            OfferState(state),
        )
        for id_, vote, version, collective, channel, state in rows
    ]
