"""What somebody says of a vote that contradicts what is noted, until an organiser decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain import vote_facts
from bot.domain.ids import CollectiveId, PersonId, VoteId
from bot.domain.vote_facts import Fact, Facts
from bot.domain.votes import CouncilVote
from bot.store import changes
from bot.store.base import Tx, stamp

_COLUMNS = "id, vote, day, by, facts, state"


class StatementState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    LEFT = "left"  # what was noted stays


@dataclass(frozen=True, slots=True)
class Statement:
    """`facts` are those of which `by` says something else than the vote, of the sitting of that
    `day`."""

    id: int
    vote: VoteId
    day: date
    by: PersonId
    facts: Facts
    state: StatementState


def add(tx: Tx, vote: CouncilVote, facts: Facts, by: PersonId, now: datetime) -> Statement:
    """The same of the same person, which waits already, is not written twice."""
    said = json.dumps(facts, sort_keys=True)
    for one in waiting_of(tx, vote):
        if one.by == by and one.facts == facts:
            return one
    cursor = tx.execute(
        "insert into vote_statements (vote, day, by, facts, state, at)"
        " values (?, ?, ?, ?, 'open', ?)",
        [vote.id, vote.sitting.day.isoformat(), by, said, stamp(now)],
    )
    assert cursor.lastrowid is not None
    _note(tx, cursor.lastrowid, None, StatementState.OPEN, now, by)
    made = get(tx, cursor.lastrowid)
    assert made is not None
    return made


def get(tx: Tx, id_: int) -> Statement | None:
    row = tx.execute(f"select {_COLUMNS} from vote_statements where id = ?", [id_]).fetchone()  # noqa: S608
    return _statement(row) if row else None


def waiting_of(tx: Tx, vote: CouncilVote) -> list[Statement]:
    """What is not decided of a vote at its sitting, the oldest first."""
    rows = tx.execute(
        f"select {_COLUMNS} from vote_statements"  # noqa: S608
        " where vote = ? and day = ? and state = 'open' order by id",
        [vote.id, vote.sitting.day.isoformat()],
    )
    return [_statement(row) for row in rows]


def against(tx: Tx, vote: CouncilVote) -> list[Statement]:
    """What is not decided, and still says something else than the vote as it is now."""
    return [one for one in waiting_of(tx, vote) if vote_facts.unlike(vote, one.facts)]


def doubted(tx: Tx, owner: CollectiveId) -> frozenset[VoteId]:
    """The votes of a collective of which something is not decided."""
    rows = tx.execute(
        "select distinct s.vote from vote_statements s join votes v on v.id = s.vote"
        " where v.owner = ? and s.state = 'open' and s.day = v.day",
        [owner],
    )
    return frozenset(VoteId(id_) for (id_,) in rows)


def count_of(tx: Tx, owner: CollectiveId, by: PersonId, today: date) -> int:
    """How much of what somebody said of sittings to come waits in a collective."""
    row = tx.execute(
        "select count(*) from vote_statements s join votes v on v.id = s.vote"
        " where v.owner = ? and s.by = ? and s.state = 'open' and s.day = v.day and v.day >= ?"
        " and v.status not in ('dropped', 'withdrawn', 'postponed')",
        [owner, by, today.isoformat()],
    ).fetchone()
    return int(row[0])


def become(
    tx: Tx, statement: Statement, state: StatementState, now: datetime, by: PersonId
) -> bool:
    """Answer it; False where that was done already."""
    done = tx.execute(
        "update vote_statements set state = ? where id = ? and state = 'open'",
        [state, statement.id],
    )
    if done.rowcount:
        _note(tx, statement.id, StatementState.OPEN, state, now, by)
    return bool(done.rowcount)


def _note(
    tx: Tx,
    id_: int,
    before: StatementState | None,
    after: StatementState,
    now: datetime,
    by: PersonId,
) -> None:
    changes.record(tx, "vote_statement", str(id_), now, by, before=before, after=after)


def _statement(row: Sequence[Any]) -> Statement:
    id_, vote, day, by, facts, state = row
    said = {Fact(name): value for name, value in json.loads(facts).items()}
    return Statement(
        id_, VoteId(vote), date.fromisoformat(day), PersonId(by), said, StatementState(state)
    )
