"""A vote is moved, withdrawn, decided on or corrected; everyone who was told hears of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain import civil, said_days
from bot.domain.communes import Commune
from bot.domain.project_facts import WORDS_MAX
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import ITEM_MAX, NUMBER_MAX, PLACE_MAX
from bot.domain.vote_facts import Fact, Facts
from bot.domain.votes import OUTCOMES, PUBLIC, UNCONFIRMED, CouncilVote, Step, Tally, VoteStatus
from bot.services import (
    cities,
    confirming,
    correcting,
    known_votes,
    legal,
    restating,
    sitting_dates,
    sourcing,
    task_sends,
    vote_deadlines,
    vote_holding,
    vote_offering,
    vote_reminders,
    vote_sends,
    vote_tasks,
)
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.services.sourcing import in_one_line
from bot.store import acts, votes
from bot.store.base import Tx

_PUBLISHES: Final = {VoteStatus.PUBLISHED, VoteStatus.CHALLENGEABLE}
_Change = Callable[[Tx, CouncilVote, datetime], tuple[CouncilVote, list[Step]]]
_Act = Callable[[Tx, CouncilVote, datetime], CouncilVote]


@dataclass(frozen=True, slots=True)
class Right:
    """What is to be put right of a vote; None for what is right."""

    item: str | None = None
    number: str | None = None
    place: str | None = None
    source: str | None = None


_NOTHING: Final = Right()


async def move(
    deps: Deps, asker: Asker, said: str, when: str, *, why: str = ""
) -> tuple[CouncilVote, CouncilVote]:
    """The same item at another sitting; nobody knows which yet where `when` is empty.

    The vote as it was and as it is. Raises Refused (unknown, changed, date, state).
    """
    reason = in_one_line(why, WORDS_MAX)

    def change(tx: Tx, vote: CouncilVote, now: datetime) -> tuple[CouncilVote, list[Step]]:
        if not when.strip():
            return vote.walk([VoteStatus.POSTPONED], asker.person, now, why=reason)
        sitting = sitting_dates.read(when, commune_of(deps, vote), now)
        return vote.move(sitting, asker.person, now, why=reason)

    return await _changed(deps, asker, said, change)


async def withdraw(
    deps: Deps, asker: Asker, said: str, *, why: str = ""
) -> tuple[CouncilVote, CouncilVote]:
    """It is not voted on, or nobody thinks so any more. Raises Refused."""
    reason = in_one_line(why, WORDS_MAX)
    return await _changed(
        deps, asker, said, lambda _, vote, now: vote.withdraw(asker.person, now, why=reason)
    )


async def result(
    deps: Deps, asker: Asker, said: str, outcome: VoteStatus, tally: Tally, *, source: str = ""
) -> tuple[CouncilVote, CouncilVote]:
    """What the council decided. Raises Refused (unknown, too early, counts, state)."""

    def change(tx: Tx, vote: CouncilVote, now: datetime) -> tuple[CouncilVote, list[Step]]:
        told = sourcing.source(tx, deps, source, vote.sitting.day)
        label = told.label if told else ""
        return vote.result(outcome, tally, asker.person, now, source=label)

    return await _changed(deps, asker, said, change)


async def step(
    deps: Deps,
    asker: Asker,
    said: str,
    status: VoteStatus,
    *,
    why: str = "",
    corrects: bool = False,
    day: str = "",
) -> tuple[CouncilVote, CouncilVote]:
    """Bring a vote to another state. `day` is that of the sending of the convocation, of the
    publication, of the receipt of an appeal or of its refusal, as the state has it.

    Raises Refused (unknown, not confirmed, state, reason, day; a day for a reason).
    """
    reason = in_one_line(why, WORDS_MAX)
    if not day.strip() and _is_a_day(reason):
        raise Refused(Reason.VOTE_WHY_IS_A_DAY, said=reason)
    await legal.pack()

    def change(tx: Tx, vote: CouncilVote, now: datetime) -> tuple[CouncilVote, list[Step]]:
        told = _day(day, now, vote.sitting.zone) if day.strip() else None
        if vote.status in UNCONFIRMED:  # nobody was told yet: to confirm it tells
            raise Refused(Reason.VOTE_UNCONFIRMED)
        if status is VoteStatus.FINAL and vote.status is not VoteStatus.CHALLENGED:
            _need_window_over(tx, vote, now)
        # An appeal that was an error has no refusal.
        asked = vote.status is VoteStatus.GRACIEUX and not corrects
        appealed = asked or vote_deadlines.is_after_appeal(tx, vote)
        if told is not None and status in _PUBLISHES and not appealed:
            moved, taken = vote.publish(
                status, told, asker.person, now, why=reason, corrects=corrects
            )
        elif told is not None and status is VoteStatus.ON_AGENDA:
            moved, taken = vote.convoke(told, asker.person, now, why=reason, corrects=corrects)
        elif told is not None and status is vote.status and appealed:  # its day was another
            moved = replace(vote, version=vote.version + 1)
            taken = Step(now, asker.person, status, status, reason)
            _date(tx, moved, told, now, appealed=appealed)
        else:
            moved, taken = vote.become(status, asker.person, now, why=reason, corrects=corrects)
            _date(tx, moved, told, now, appealed=asked)
        return moved, [taken]

    return await _changed(deps, asker, said, change)


async def end_window(
    deps: Deps, asker: Asker, said: str, *, challenged: bool
) -> tuple[CouncilVote, CouncilVote]:
    """Whether it was challenged, told once it may not be any more. Raises Refused (unknown, open
    still, state)."""
    await legal.pack()

    def change(tx: Tx, vote: CouncilVote, now: datetime) -> tuple[CouncilVote, list[Step]]:
        if not challenged:
            _need_window_over(tx, vote, now)
        return vote.end_window(asker.person, now, challenged=challenged)

    return await _changed(deps, asker, said, change)


async def repeal(deps: Deps, asker: Asker, said: str) -> tuple[CouncilVote, CouncilVote]:
    """The town hall, which was asked to reconsider, takes it back. Raises Refused."""
    return await _changed(deps, asker, said, lambda _, vote, now: vote.repeal(asker.person, now))


def _need_window_over(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Raises Refused(VOTE_WINDOW_OPEN): nothing is final that may still be challenged."""
    if (last := vote_deadlines.open_until(tx, vote, now)) is not None:
        raise Refused(Reason.VOTE_WINDOW_OPEN, day=last.isoformat())


def _day(said: str, now: datetime, zone: ZoneInfo) -> date:
    """The last day of this name; one that is to come, for who is told that it may not be. Raises
    Refused."""
    try:
        return said_days.past(said, now.astimezone(zone).date())
    except Refused as refused:
        if refused.reason not in {Reason.DAY_UNREADABLE, Reason.DAY_TO_COME}:
            raise
        with suppress(Refused):
            return said_days.to_come(said, now, zone)
        raise


def _is_a_day(said: str) -> bool:
    """Whether it is a day and no more: typed into the field of the reason, it would be lost."""
    try:
        civil.read(said)
    except Refused:
        return False
    return True


def _date(tx: Tx, after: CouncilVote, day: date | None, now: datetime, *, appealed: bool) -> None:
    """What the day of a step that is no publication sets off; `appealed`: the town hall was asked
    to reconsider."""
    today = now.astimezone(after.sitting.zone).date()
    if day is not None and not after.sitting.day <= day <= today:
        raise Refused(Reason.VOTE_PUBLISHED, day=after.sitting.day.isoformat())
    if appealed and after.status is VoteStatus.CHALLENGEABLE:
        vote_deadlines.refused(tx, after, day, now)
    elif day is not None and after.status is VoteStatus.GRACIEUX:
        vote_deadlines.appeal(tx, after, day, now)
    elif day is not None:
        raise Refused(Reason.VOTE_DAY)


async def publish(deps: Deps, asker: Asker, said: str, day: str) -> tuple[CouncilVote, CouncilVote]:
    """Since this day, as somebody typed it, the deliberation is public; whatever came of it since
    then stands.

    Raises Refused (unknown, state, day).
    """

    def change(_: Tx, vote: CouncilVote, now: datetime) -> tuple[CouncilVote, list[Step]]:
        status = vote.status if vote.status in PUBLIC else VoteStatus.PUBLISHED
        moved, taken = vote.publish(status, _day(day, now, vote.sitting.zone), asker.person, now)
        return moved, [taken]

    return await _changed(deps, asker, said, change)


async def correct(
    deps: Deps, asker: Asker, said: str, right: Right, *, why: str = ""
) -> tuple[CouncilVote, CouncilVote]:
    """What was told of a vote, but for its date and its state, as it should have been.

    Raises Refused (unknown, changed, nothing to put right).
    """
    reason = in_one_line(why, WORDS_MAX)
    if right == _NOTHING:
        raise Refused(Reason.VOTE_CORRECT_WHAT)

    def act(tx: Tx, vote: CouncilVote, now: datetime) -> CouncilVote:
        facts = _facts(tx, deps, vote, right)
        return correcting.apply(tx, vote, facts, asker.person, now, why=reason)

    return await _done(deps, asker, said, act)


async def restate(
    deps: Deps,
    asker: Asker,
    chosen: str,
    when: str | None,
    right: Right,
    *,
    organiser: bool = False,
) -> tuple[CouncilVote, CouncilVote]:
    """Who reported a vote, or an organiser, puts it right while nobody confirmed it; `when` None
    for the same sitting, `chosen` as the lists hand votes back.

    Raises Refused (not theirs, confirmed, changed since it was shown, date, nothing changes).
    """

    def act(tx: Tx, vote: CouncilVote, now: datetime) -> CouncilVote:
        need_report(vote, asker, organiser=organiser)
        after = vote
        if when is not None:
            sitting = sitting_dates.read(when, commune_of(deps, vote), now)
            after, steps = vote.move(sitting, asker.person, now)
            votes.take(tx, after, steps)
            _follow(tx, vote, after, now)
        facts = _facts(tx, deps, after, right)
        if facts or when is None:
            after = correcting.apply(tx, after, facts, asker.person, now)
        return after

    return await _done(deps, asker, chosen, act)


def need_report(vote: CouncilVote, asker: Asker, *, organiser: bool) -> None:
    """Raises Refused unless they reported it or are an organiser, and nobody confirmed it yet."""
    if vote.reporter != asker.person and not organiser:
        raise Refused(Reason.VOTE_NOT_YOURS)
    if vote.status not in UNCONFIRMED:
        raise Refused(Reason.VOTE_DECIDED)


def _facts(tx: Tx, deps: Deps, vote: CouncilVote, right: Right) -> Facts:
    facts = dict[Fact, str]()
    for fact, value, most in (
        (Fact.ITEM, right.item, ITEM_MAX),
        (Fact.NUMBER, right.number, NUMBER_MAX),
        (Fact.PLACE, right.place, PLACE_MAX),
    ):
        if value is not None:
            facts[fact] = in_one_line(value, most)
    if right.source and (told := sourcing.source(tx, deps, right.source, vote.sitting.day)):
        facts |= {Fact.SOURCE: told.label, Fact.URL: told.url}
    return facts


async def _changed(
    deps: Deps, asker: Asker, said: str, change: _Change
) -> tuple[CouncilVote, CouncilVote]:
    """Bring a vote to another state, or date."""

    def act(tx: Tx, before: CouncilVote, now: datetime) -> CouncilVote:
        after, steps = change(tx, before, now)
        votes.take(tx, after, steps)
        restating.called(tx, before, after, asker.person, now)
        _follow(tx, before, after, now)
        return after

    return await _done(deps, asker, said, act)


async def _done(deps: Deps, asker: Asker, said: str, act: _Act) -> tuple[CouncilVote, CouncilVote]:
    """The vote before and after; the same act counts once, and is told as it was then."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[CouncilVote, CouncilVote]:
        if (made := acts.done(tx, asker.act)) is not None:
            return _again(tx, asker, made)
        before = known_votes.meant(tx, deps, asker.collective, said)
        if not known_votes.is_chosen(said):
            known_votes.need_unchanged(tx, before, asker.person, now)
        after = act(tx, before, now)
        acts.record(tx, asker.act, f"{after.id}:{before.status}", now)
        return before, after

    return await deps.store.write(work)


def _again(tx: Tx, asker: Asker, made: str) -> tuple[CouncilVote, CouncilVote]:
    """The vote in the state that it had before, and as it is."""
    id_, _, was = made.partition(":")
    known = confirming.own(tx, asker, confirming.id_of(id_))
    status = VoteStatus(was) if was else known.status
    return replace(known, status=status, version=known.version - 1), known


def _follow(tx: Tx, before: CouncilVote, after: CouncilVote, now: datetime) -> None:
    """What comes of it: for who was told, for who is asked, for other collectives."""
    if before.status in UNCONFIRMED and after.status in OUTCOMES:  # told of for the first time
        vote_holding.hold(tx, after, now)
        vote_offering.offer(tx, after, now)
        task_sends.follow_sitting(tx, after, now)
        return
    if before.status in UNCONFIRMED:
        vote_reminders.ask_again(tx, after, now)
        vote_sends.word_again(tx, after, now)
        vote_tasks.follow_and_tell(tx, before, after, now)
        return
    vote_holding.changed(tx, before, after, now)
    vote_offering.offer(tx, after, now)


def commune_of(deps: Deps, vote: CouncilVote) -> Commune:
    """Raises LookupError where the registry lost it."""
    return cities.existing(deps, vote.city)
