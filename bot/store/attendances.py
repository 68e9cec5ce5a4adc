"""Who said that they come to a sitting; only how many is ever told."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.domain.attending import Coming
from bot.domain.ids import PersonId, VoteId
from bot.store.base import Tx, instant, stamp


def answer(tx: Tx, vote: VoteId, person: PersonId, coming: Coming, act: str, now: datetime) -> bool:
    """Keep a person's newest answer; False where it was the same, or a newer one is known.

    `act` is the interaction's number, by which answers are told apart in whichever order they
    come: the chat counts it up.
    """
    known = tx.execute(
        "select coming, act from attendances where vote = ? and person = ?", [vote, person]
    ).fetchone()
    if known is not None and _number(known[1]) >= _number(act):
        return False
    tx.execute(
        "insert into attendances (vote, person, coming, act, at) values (?, ?, ?, ?, ?)"
        " on conflict (vote, person) do update"
        " set coming = excluded.coming, act = excluded.act, at = excluded.at",
        [vote, person, coming, act, stamp(now)],
    )
    return known is None or known[0] != coming


def inherit(tx: Tx, kept: VoteId, twin: VoteId) -> None:
    """Who answered for one of two that are the same answered for the other: each person counts
    once, by what they said last."""
    rows = tx.execute(
        "select person, coming, act, at from attendances where vote = ? order by at", [twin]
    ).fetchall()
    for person, coming, act, at in rows:
        answer(tx, kept, PersonId(person), Coming(coming), act, instant(at))
    tx.execute("delete from attendances where vote = ?", [twin])


def _number(act: str) -> int:
    return int(act) if act.isdecimal() else 0


def counts(tx: Tx, vote: VoteId) -> Counter[Coming]:
    """How many gave each answer."""
    rows = tx.execute(
        "select coming, count(*) from attendances where vote = ? group by coming", [vote]
    )
    return Counter({Coming(coming): count for coming, count in rows})
