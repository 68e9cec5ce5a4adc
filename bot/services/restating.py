"""What is noted of a vote is completed or put right, with a history row for each fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.domain import vote_facts
from bot.domain.ids import PersonId
from bot.domain.vote_facts import Facts
from bot.domain.votes import CouncilVote, Step
from bot.store import changes, votes
from bot.store.base import Tx

_ALSO: Final = "vote:also"


def save(
    tx: Tx,
    before: CouncilVote,
    after: CouncilVote,
    steps: Iterable[Step],
    by: PersonId,
    now: datetime,
    *,
    why: str = "",
) -> None:
    """Write a vote as it is now, the steps there, and what else changed of it."""
    votes.take(tx, after, steps)
    for fact, was, is_ in vote_facts.changed(before, after):
        changes.record(
            tx, f"vote:{fact}", str(after.id), now, by, before=was, after=is_, why=why or None
        )


def called(tx: Tx, before: CouncilVote, after: CouncilVote, by: PersonId, now: datetime) -> None:
    """The day on which the council was called stands in the history, and the one that was wrong."""
    if after.convoked is not None and after.convoked != before.convoked:
        was, is_ = before.convoked, after.convoked
        changes.record(
            tx,
            "vote:convoked",
            str(after.id),
            now,
            by,
            before=was.isoformat() if was else "",
            after=is_.isoformat(),
        )


def noted_too(tx: Tx, vote: CouncilVote, said: Facts, by: PersonId, now: datetime) -> None:
    """The source of who says the same stands in the history, beside the one that is told."""
    source = vote_facts.another_source(vote, said)
    noted = {one.after for one in changes.within(tx, "vote", str(vote.id)) if one.noun == _ALSO}
    if source and source not in noted:
        changes.record(tx, _ALSO, str(vote.id), now, by, before="", after=source)
