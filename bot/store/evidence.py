"""Photos kept with votes, as evidence: for who confirms, not for all."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from bot.domain.ids import PersonId, VoteId
from bot.store.base import Tx, stamp


def keep(tx: Tx, vote: VoteId, photo: bytes, by: PersonId, at: datetime) -> None:
    """The same photo of a vote is kept once."""
    sha = hashlib.sha256(photo).hexdigest()
    tx.execute(
        "insert into evidence (vote, sha, data, by, kept) values (?, ?, ?, ?, ?)"
        " on conflict do nothing",
        [vote, sha, photo, by, stamp(at)],
    )


def count(tx: Tx, vote: VoteId) -> int:
    row = tx.execute("select count(*) from evidence where vote = ?", [vote]).fetchone()
    return int(row[0])


def of_vote(tx: Tx, vote: VoteId) -> list[bytes]:
    """The photos of a vote as they are kept, the oldest first."""
    rows = tx.execute("select data from evidence where vote = ? order by id", [vote])
    return [bytes(row[0]) for row in rows]


def forget_old(tx: Tx, before: date) -> None:
    """Erase those of sittings before that day, and of reports that were dropped."""
    tx.execute(
        "delete from evidence where vote in"
        " (select id from votes where day < ? or status = 'dropped')",
        [before.isoformat()],
    )
