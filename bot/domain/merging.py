"""Two votes that turn out to be one, which was reported twice and not recognised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.domain import vote_facts
from bot.domain.ids import PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.vote_facts import Fact, Facts
from bot.domain.votes import AWAITED, UNCONFIRMED, CouncilVote, Step, VoteStatus

_MERGEABLE: Final = UNCONFIRMED | AWAITED


def check(kept: CouncilVote, twin: CouncilVote) -> None:
    """Raises Refused: MERGE_SAME, MERGE_APART (another town or day), MERGE_STATE (over, or decided
    on), MERGE_OTHER_WAY (only the twin is confirmed)."""
    if kept.id == twin.id:
        raise Refused(Reason.MERGE_SAME)
    if (kept.city, kept.sitting.day) != (twin.city, twin.sitting.day):
        raise Refused(Reason.MERGE_APART)
    if {kept.status, twin.status} - _MERGEABLE:
        raise Refused(Reason.MERGE_STATE)
    if kept.status in UNCONFIRMED and twin.status not in UNCONFIRMED:
        raise Refused(Reason.MERGE_OTHER_WAY)


def into(
    kept: CouncilVote, twin: CouncilVote, by: PersonId, at: datetime
) -> tuple[CouncilVote, Step]:
    """The twin as it points to the one that is kept, and the step there: calendars drop it."""
    step = Step(at, by, twin.status, VoteStatus.DROPPED, corrects=True)
    gone = replace(twin, status=VoteStatus.DROPPED, merged=kept.id, sequence=twin.sequence + 1)
    return replace(gone, version=twin.version + 1), step


def added(kept: CouncilVote, twin: CouncilVote) -> Facts:
    """What the twin says that the other lacks; the hour may be another."""
    return vote_facts.lacking(kept, vote_facts.of(twin))


def completed(kept: CouncilVote, facts: Facts) -> CouncilVote:
    """The vote that is kept with what it lacked; calendars hear of a change."""
    told = vote_facts.put(kept, facts)
    is_told = kept.status not in UNCONFIRMED and bool(facts.keys() - {Fact.SOURCE, Fact.URL})
    return replace(told, version=kept.version + 1, sequence=kept.sequence + is_told)
