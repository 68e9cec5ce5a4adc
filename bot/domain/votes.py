"""A council's vote on one item of its agenda: its states, and who may bring it to the next.

The life cycle is that of the domain's rules: nothing is erased, each step is a row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.hearing import Heard
from bot.domain.ids import ERASED, ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting


class VoteStatus(StrEnum):
    RUMOURED = "rumoured"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    ON_AGENDA = "on_agenda"
    HELD = "held"
    POSTPONED = "postponed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    PUBLISHED = "published"
    CHALLENGEABLE = "challengeable"
    GRACIEUX = "gracieux"
    CHALLENGED = "challenged"
    ANNULLED = "annulled"
    REPEALED = "repealed"
    FINAL = "final"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


_S = VoteStatus
NEXT: Final = {
    _S.RUMOURED: {_S.REPORTED, _S.DROPPED},
    _S.REPORTED: {_S.CONFIRMED, _S.DROPPED},
    _S.CONFIRMED: {_S.ON_AGENDA, _S.HELD, _S.POSTPONED, _S.WITHDRAWN},
    _S.ON_AGENDA: {_S.HELD, _S.POSTPONED, _S.WITHDRAWN},
    _S.HELD: {_S.ADOPTED, _S.REJECTED, _S.POSTPONED, _S.WITHDRAWN},
    _S.POSTPONED: {_S.CONFIRMED, _S.DROPPED},
    _S.ADOPTED: {_S.PUBLISHED},
    _S.PUBLISHED: {_S.CHALLENGEABLE},
    _S.CHALLENGEABLE: {_S.GRACIEUX, _S.CHALLENGED, _S.FINAL},
    _S.GRACIEUX: {_S.CHALLENGEABLE, _S.REPEALED},
    _S.CHALLENGED: {_S.ANNULLED, _S.FINAL},
    **{
        end: set[VoteStatus]()
        for end in (_S.REJECTED, _S.ANNULLED, _S.REPEALED, _S.FINAL, _S.WITHDRAWN, _S.DROPPED)
    },
}
# Told to nobody yet but those who are to confirm it.
UNCONFIRMED: Final = frozenset({_S.RUMOURED, _S.REPORTED})
# A sitting is to come, or its result is.
COMING: Final = frozenset({_S.CONFIRMED, _S.ON_AGENDA})
AWAITED: Final = COMING | {_S.HELD}
OUTCOMES: Final = frozenset({_S.ADOPTED, _S.REJECTED})
MOST_VOICES: Final = 200  # the greatest council, that of Paris, has 163 members
_GONE: Final = frozenset({_S.WITHDRAWN, _S.DROPPED})
# Nothing is voted on the day that was told: calendars cancel it.
CALLED_OFF: Final = _GONE | {_S.POSTPONED}
_BEFORE_IT: Final = COMING | UNCONFIRMED | {_S.POSTPONED, _S.WITHDRAWN, _S.DROPPED}
# Nobody was called to its sitting yet.
_UNCALLED: Final = UNCONFIRMED | {_S.CONFIRMED}
# The deliberation was published, whatever came of it.
PUBLIC: Final = frozenset(
    {
        *(_S.PUBLISHED, _S.CHALLENGEABLE, _S.GRACIEUX, _S.CHALLENGED),
        *(_S.ANNULLED, _S.REPEALED, _S.FINAL),
    }
)


# It may be challenged still, or by a town hall's refusal may be again.
IN_WINDOW: Final = frozenset({_S.PUBLISHED, _S.CHALLENGEABLE, _S.GRACIEUX})


@dataclass(frozen=True, slots=True)
class Tally:
    """How the council voted; None where nobody counted."""

    for_: int | None = None
    against: int | None = None
    abstained: int | None = None

    def over(self, known: Tally) -> Tally:
        """These counts, and where nobody counted, those that are known."""
        return Tally(
            known.for_ if self.for_ is None else self.for_,
            known.against if self.against is None else self.against,
            known.abstained if self.abstained is None else self.abstained,
        )


UNCOUNTED: Final = Tally()


@dataclass(frozen=True, slots=True)
class Step:
    """A change of state, or of the sitting where the state stays; `by` None for Vigie itself.

    `corrects`: the state before was an error. `sitting` is the one that held before. `told_by`: the
    collective that it was taken over from.
    """

    at: datetime
    by: PersonId | None
    before: VoteStatus | None
    after: VoteStatus
    why: str = ""
    corrects: bool = False
    sitting: Sitting | None = None
    told_by: CollectiveId | None = None

    @property
    def is_own(self) -> bool:
        """Whether people of the collective decided so themselves, beyond reporting it."""
        is_theirs = self.by is not None and self.told_by is None
        return is_theirs and self.after not in UNCONFIRMED


@dataclass(frozen=True, slots=True)
class CouncilVote:
    """One item at one sitting, as `owner` holds it; `root` is the vote that it is a copy of.

    `channel` is where it was reported. `sitting` stays the last one known while it is postponed.
    `sequence` counts the changes that calendars must hear of. `convoked` is the day on which the
    notice of its sitting was sent, `published` that on which the deliberation was, where somebody
    told it. `mark` is what calendars know it by, and its copies.
    `heard`: by whom, once it is confirmed. `merged`: the vote that it turned out to be; `earlier`:
    the one that was postponed or withdrawn, and that this is again.
    """

    id: VoteId
    root: VoteId
    owner: CollectiveId
    city: CityId
    status: VoteStatus
    sitting: Sitting
    place: str
    item: Item
    source: str
    url: str
    reporter: PersonId | None
    channel: ChannelId
    confirmer: PersonId | None = None
    tally: Tally = UNCOUNTED
    sequence: int = 0
    version: int = 0
    published: date | None = None
    mark: str = ""
    heard: Heard = Heard.ALL
    convoked: date | None = None
    merged: VoteId | None = None
    earlier: VoteId | None = None

    @property
    def known_day(self) -> date | None:
        """The day of its sitting; None while that is postponed to nobody knows when."""
        return None if self.status is _S.POSTPONED else self.sitting.day

    @property
    def is_gone(self) -> bool:
        """Whether nobody is to vote on it, at any sitting."""
        return self.status in _GONE

    def become(
        self,
        status: VoteStatus,
        by: PersonId | None,
        at: datetime,
        *,
        why: str = "",
        corrects: bool = False,
    ) -> tuple[CouncilVote, Step]:
        """The vote in its new state, and the step there.

        To skip states needs a reason, and so does a correction, which may go anywhere.
        Raises Refused(VOTE_SAME), (VOTE_STATE), (VOTE_WHY), (VOTE_TOO_EARLY), (VOTE_PAST).
        """
        if status is self.status:
            raise Refused(Reason.VOTE_SAME, status=status)
        if corrects and not why:
            raise Refused(Reason.VOTE_WHY)
        if not corrects and status not in NEXT[self.status]:
            if not leads_to(self.status, status):
                raise Refused(Reason.VOTE_STATE, before=self.status, after=status)
            if not why:
                raise Refused(Reason.VOTE_WHY)
        self._check_clock(status, at)
        published = self.published if status in PUBLIC else None
        convoked = self.convoked if status not in _UNCALLED else None
        # Counts of an outcome that was an error are not those of the other.
        tally = UNCOUNTED if {self.status, status} == OUTCOMES else self.tally
        moved = replace(self, status=status, tally=tally, published=published)
        moved = replace(moved, convoked=convoked, sequence=self._sequence_as(status))
        if status in UNCONFIRMED:  # that somebody vouched for it was an error, too
            moved = replace(moved, confirmer=None)
        step = Step(at, by, self.status, status, why, corrects)
        return replace(moved, version=self.version + 1), step

    def _sequence_as(self, status: VoteStatus) -> int:
        """Calendars hear that it is called off, and that it is not any more."""
        return self.sequence + ((self.status in CALLED_OFF) != (status in CALLED_OFF))

    def _check_clock(self, status: VoteStatus, at: datetime) -> None:
        """Raises Refused(VOTE_TOO_EARLY) for what follows a sitting that is to come,
        Refused(VOTE_PAST) for what comes before one that is over."""
        day = self.sitting.day.isoformat()
        if status in COMING and self.sitting.is_over(at):
            raise Refused(Reason.VOTE_PAST, day=day)
        if status not in _BEFORE_IT and self.status in COMING and not self.sitting.has_begun(at):
            raise Refused(Reason.VOTE_TOO_EARLY, day=day)

    def publish(
        self,
        status: VoteStatus,
        day: date,
        by: PersonId,
        at: datetime,
        *,
        why: str = "",
        corrects: bool = False,
    ) -> tuple[CouncilVote, Step]:
        """Bring it to a state in which the deliberation is public since this day, or tell the day
        of the one that it has.

        Raises Refused(VOTE_PUBLISHED), and what `become` does.
        """
        today = at.astimezone(self.sitting.zone).date()
        if status not in PUBLIC or not self.sitting.day <= day <= today:
            raise Refused(Reason.VOTE_PUBLISHED, day=self.sitting.day.isoformat())
        if status is self.status and day != self.published:
            step = Step(at, by, status, status, why)
            return replace(self, version=self.version + 1, published=day), step
        moved, step = self.become(status, by, at, why=why, corrects=corrects)
        return replace(moved, published=day), step

    def convoke(
        self, day: date, by: PersonId, at: datetime, *, why: str = "", corrects: bool = False
    ) -> tuple[CouncilVote, Step]:
        """It is on the agenda, and the notice of its sitting was sent on this day; told again, that
        was another day.

        Raises Refused(VOTE_CONVOKED: after its sitting, or to come), and what `become` does.
        """
        if day > at.astimezone(self.sitting.zone).date() or day >= self.sitting.day:
            raise Refused(Reason.VOTE_CONVOKED, day=self.sitting.day.isoformat())
        if self.status is _S.ON_AGENDA and day != self.convoked:
            step = Step(at, by, self.status, self.status, why)
            return replace(self, version=self.version + 1, convoked=day), step
        moved, step = self.become(_S.ON_AGENDA, by, at, why=why, corrects=corrects)
        return replace(moved, convoked=day), step

    @property
    def takes_a_second(self) -> bool:
        """Whether a second person may confirm it: nobody is the second for what was found on a
        forum, nor surely is where the first is no longer known."""
        return self.reporter not in {None, ERASED}

    def confirm(
        self, by: PersonId, at: datetime, *, organiser: bool
    ) -> tuple[CouncilVote, list[Step]]:
        """Take it for true: an organiser may, or somebody else than who reported it.

        Raises Refused(VOTE_OWN), (VOTE_DECIDED), (VOTE_SAT: nobody can any more), (ORGANISERS_ONLY:
        it does not take a second).
        """
        if self.status not in UNCONFIRMED:
            raise Refused(Reason.VOTE_DECIDED)
        if not organiser and not self.takes_a_second:
            raise Refused(Reason.ORGANISERS_ONLY)
        if not organiser and by == self.reporter:
            raise Refused(Reason.VOTE_OWN)
        if self.sitting.is_over(at):
            raise Refused(Reason.VOTE_SAT, day=self.sitting.day.isoformat())
        vote, steps = self.walk(self._to_confirmed, by, at)
        return replace(vote, confirmer=by), steps

    @property
    def _to_confirmed(self) -> list[VoteStatus]:
        return [_S.REPORTED, _S.CONFIRMED] if self.status is _S.RUMOURED else [_S.CONFIRMED]

    def move(
        self, sitting: Sitting, by: PersonId, at: datetime, *, why: str = ""
    ) -> tuple[CouncilVote, list[Step]]:
        """The same item at another sitting. Where nobody was told yet, it is only corrected.

        Raises Refused(VOTE_SAME_DATE), (VOTE_PAST), (VOTE_STATE).
        """
        if sitting == self.sitting and self.status is not _S.POSTPONED:
            raise Refused(Reason.VOTE_SAME_DATE)
        if sitting.is_over(at):
            raise Refused(Reason.VOTE_PAST, day=sitting.day.isoformat())
        if self.status in UNCONFIRMED:
            step = Step(at, by, self.status, self.status, why, corrects=True, sitting=self.sitting)
            return replace(self, sitting=sitting, version=self.version + 1), [step]
        if self._learns_hour(sitting):
            step = Step(at, by, self.status, self.status, why, sitting=self.sitting)
            told = replace(self, sitting=sitting, sequence=self.sequence + 1)
            return replace(told, version=self.version + 1), [step]
        path = [_S.CONFIRMED] if self.status is _S.POSTPONED else [_S.POSTPONED, _S.CONFIRMED]
        vote, steps = self.walk(path, by, at, why=why)
        if sitting.day != self.sitting.day:  # another notice is sent for that one
            vote = replace(vote, convoked=None)
        return replace(vote, sitting=sitting, sequence=self.sequence + 1), [
            *steps[:-1],
            replace(steps[-1], sitting=self.sitting),
        ]

    def _learns_hour(self, sitting: Sitting) -> bool:
        """Whether nothing moves: only the hour was not known before."""
        unknown = self.sitting.hour is None and sitting.day == self.sitting.day
        return unknown and self.status in COMING

    def withdraw(
        self, by: PersonId | None, at: datetime, *, why: str = ""
    ) -> tuple[CouncilVote, list[Step]]:
        """It is not voted on, or was never going to be. Raises Refused(VOTE_SAME), (VOTE_STATE)."""
        if self.status in _GONE:
            raise Refused(Reason.VOTE_SAME, status=self.status)
        ends = _S.WITHDRAWN if self.status in AWAITED else _S.DROPPED
        vote, steps = self.walk([ends], by, at, why=why)
        return replace(vote, sequence=self.sequence + 1), steps

    def result(
        self, outcome: VoteStatus, tally: Tally, by: PersonId, at: datetime, *, source: str = ""
    ) -> tuple[CouncilVote, list[Step]]:
        """What the council decided, and who says so; the same outcome again may bring counts that
        lacked, or put them right: what is not said again stays.
        Of what nobody confirmed before the sitting, that is the confirmation.

        Raises Refused(VOTE_TOO_EARLY), (VOTE_VOICES), (VOTE_TALLY), (VOTE_SAME), (VOTE_STATE).
        """
        if self.status in COMING | UNCONFIRMED and not self.sitting.has_begun(at):
            raise Refused(Reason.VOTE_TOO_EARLY, day=self.sitting.day.isoformat())
        if self.status is outcome:
            tally = tally.over(self.tally)
        _check(tally, outcome)
        if self.status is outcome and tally != self.tally:
            step = Step(at, by, outcome, outcome, source)
            return replace(self, tally=tally, version=self.version + 1), [step]
        is_new = self.status in UNCONFIRMED
        path = [_S.HELD, outcome] if self.status in COMING | UNCONFIRMED else [outcome]
        path = [*self._to_confirmed, *path] if is_new else path
        vote, steps = self.walk(path, by, at, why=source)
        return replace(vote, tally=tally, confirmer=by if is_new else self.confirmer), steps

    def end_window(
        self, by: PersonId, at: datetime, *, challenged: bool
    ) -> tuple[CouncilVote, list[Step]]:
        """Whether it was challenged is known, once that may not be any more.

        Raises Refused(VOTE_SAME), (VOTE_STATE).
        """
        ends = _S.CHALLENGED if challenged else _S.FINAL
        is_on_the_way = self.status in {_S.PUBLISHED, _S.GRACIEUX}
        return self.walk([_S.CHALLENGEABLE, ends] if is_on_the_way else [ends], by, at)

    def repeal(self, by: PersonId, at: datetime) -> tuple[CouncilVote, list[Step]]:
        """The town hall takes it back, though its silence was a refusal at first.

        Raises Refused(VOTE_SAME), (VOTE_STATE).
        """
        was_silent = self.status is _S.CHALLENGEABLE
        return self.walk([_S.GRACIEUX, _S.REPEALED] if was_silent else [_S.REPEALED], by, at)

    def walk(
        self, path: list[VoteStatus], by: PersonId | None, at: datetime, *, why: str = ""
    ) -> tuple[CouncilVote, list[Step]]:
        """State after state, each of which follows from the one before.

        Raises Refused(VOTE_SAME: who got no answer asks again), (VOTE_STATE).
        """
        vote, steps = self, list[Step]()
        for status in path:
            if status is vote.status:
                raise Refused(Reason.VOTE_SAME, status=status)
            if status not in NEXT[vote.status]:
                raise Refused(Reason.VOTE_STATE, before=vote.status, after=status)
            steps.append(Step(at, by, vote.status, status, why))
            vote = replace(vote, status=status)
        sequence = self._sequence_as(vote.status)
        return replace(vote, version=self.version + 1, sequence=sequence), steps


def is_confirmed_late(vote: CouncilVote, steps: Sequence[Step]) -> bool:
    """Whether somebody vouched for it only once its sitting was over."""
    first = next((one for one in steps if one.after is _S.CONFIRMED), None)
    return first is not None and vote.sitting.is_over(first.at)


def is_reported_late(vote: CouncilVote, steps: Sequence[Step]) -> bool:
    """Whether somebody told of it only once its sitting was over."""
    return bool(steps) and vote.sitting.is_over(steps[0].at)


def is_decided_here(steps: Sequence[Step]) -> bool:
    """Whether the last of people's steps, the oldest of which is first, was the collective's own
    and not taken over."""
    told = [one for one in steps if one.is_own or one.told_by is not None]
    return bool(told) and told[-1].is_own


def leads_to(before: VoteStatus, after: VoteStatus) -> bool:
    """Whether some way goes from a state to another."""
    seen, waiting = {before}, deque([before])
    while waiting:
        for status in NEXT[waiting.popleft()] - seen:
            seen.add(status)
            waiting.append(status)
    return after in seen and after is not before


def _check(tally: Tally, outcome: VoteStatus) -> None:
    """A majority decides; at a tie, the mayor's vote does. Nothing is adopted without a voice for
    it, nor decided by nobody.

    Raises Refused(VOTE_VOICES) for what no council counts, (VOTE_TALLY).
    """
    counts = [one for one in (tally.for_, tally.against, tally.abstained) if one is not None]
    if min(counts, default=0) < 0 or sum(counts) > MOST_VOICES:
        raise Refused(Reason.VOTE_VOICES, most=str(MOST_VOICES))
    if outcome is _S.ADOPTED and tally.for_ == 0:
        raise Refused(Reason.VOTE_TALLY, outcome=outcome)
    if tally.for_ is None or tally.against is None:
        return
    won, lost = (
        (tally.for_, tally.against) if outcome is _S.ADOPTED else (tally.against, tally.for_)
    )
    if won < lost or not any(counts):
        raise Refused(Reason.VOTE_TALLY, outcome=outcome)
