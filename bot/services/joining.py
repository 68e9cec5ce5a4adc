"""Somebody reports what is noted already: it is completed and confirmed, or contradicted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain import vote_facts
from bot.domain.communes import Commune
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId
from bot.domain.refusals import Reason, Refused
from bot.domain.sittings import Item, Sitting
from bot.domain.vote_facts import Facts
from bot.domain.votes import AWAITED, UNCONFIRMED, CouncilVote, Step, VoteStatus
from bot.services import confirming, doubting, finds, restating, vote_sends
from bot.services.asking import Asker
from bot.store import vote_statements, votes
from bot.store.base import Tx
from bot.store.vote_statements import Statement

MOST_OF_ONE: Final = 5  # that wait, of one person
MOST: Final = 30  # that wait, in one collective


class Came(StrEnum):
    """What a report came to."""

    NEW = "new"
    KNOWN = "known"  # and nothing is added
    COMPLETED = "completed"  # by who reported it
    JOINED = "joined"  # the forum told of it: now somebody does
    CONFIRMED = "confirmed"  # by this second person
    DIFFERS = "differs"  # from a report that waits: the organisers choose
    PROPOSED = "proposed"  # to correct what was announced
    ELSEWHERE = "elsewhere"  # it is noted, and no longer on that day


@dataclass(frozen=True, slots=True)
class Room:
    """Where it is typed: whether Vigie may write there, which channels `may_hear` of it before it
    is confirmed, what the person `sees` of the others; whether they are an organiser. In which
    channels, which are `is_open`, everybody reads."""

    is_writable: bool = True
    may_hear: Callable[[ChannelId], bool] = lambda _: True
    sees: Callable[[ChannelId], bool] = lambda _: True
    organiser: bool = False
    is_open: Callable[[ChannelId], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class Report:
    """What was typed of a vote, and by whom; empty where they left it out."""

    asker: Asker
    room: Room
    commune: Commune
    sitting: Sitting
    item: Item
    place: str
    source: str
    url: str

    @property
    def about(self) -> tuple[CollectiveId, CityId, date, Item]:
        """Whose vote it is, and of which item, when and where."""
        return self.asker.collective, self.commune.code, self.sitting.day, self.item

    @property
    def facts(self) -> Facts:
        return vote_facts.told(self.sitting, self.item, self.place, self.source, self.url)


@dataclass(frozen=True, slots=True)
class Reported:
    """`asked`: where the organisers are asked; `told`: where it is announced. `twin`: another vote
    of that day, which may be the same, or the one that this is again. `statement`: what contradicts
    it, for organisers. `from_forum`: it was found there before; `kept`: the photo that came along
    is."""

    vote: CouncilVote
    commune: Commune
    came: Came
    asked: Sequence[ChannelId] = ()
    told: Sequence[ChannelId] = ()
    twin: CouncilVote | None = None
    statement: Statement | None = None
    from_forum: bool = False
    kept: bool = False


def join(tx: Tx, vote: CouncilVote, report: Report, now: datetime) -> Reported:
    """Add what a report says to the vote that it is about. Raises Refused."""
    if vote.status not in UNCONFIRMED:
        return _correct(tx, vote, report, now)
    done = _take_over(tx, vote, report, now)
    if vote.reporter is None:
        finds.word_again(tx, vote.owner, now)
    return replace(done, from_forum=vote.reporter is None)


def _take_over(tx: Tx, vote: CouncilVote, report: Report, now: datetime) -> Reported:
    """What the first lacked is the second's; where they differ, the organisers choose."""
    by, organiser = report.asker.person, report.room.organiser
    added = vote_facts.lacking(vote, report.facts)
    other = vote_facts.differing(vote, report.facts)
    if not other or vote.reporter == by:
        restating.noted_too(tx, vote, report.facts, by, now)
    if vote.reporter == by:  # who reported it may say it otherwise
        return _completed(tx, vote, {**added, **other}, report, now)
    if other:
        need_room(tx, report.asker, now)
        after = _write(tx, vote, vote_facts.put(vote, added), by, now)
        statement = doubting.state(tx, after, other, by, now)
        asked = vote_sends.asked_in(tx, after)
        return Reported(after, report.commune, Came.DIFFERS, asked, statement=statement)
    if vote.reporter is None and not organiser:
        return _joined(tx, vote, added, report, now)
    after = _write(tx, vote, vote_facts.put(vote, added), by, now)
    confirmed, told = confirming.confirm(tx, after, by, now, organiser=organiser)
    return Reported(confirmed, report.commune, Came.CONFIRMED, told=told)


def _completed(tx: Tx, vote: CouncilVote, facts: Facts, report: Report, now: datetime) -> Reported:
    after = _write(tx, vote, vote_facts.put(vote, facts), report.asker.person, now)
    came = Came.COMPLETED if facts else Came.KNOWN
    return Reported(after, report.commune, came, vote_sends.asked_in(tx, after))


def _joined(tx: Tx, vote: CouncilVote, added: Facts, report: Report, now: datetime) -> Reported:
    """What the forum told has somebody to vouch for it: a second person may confirm it now."""
    need_room(tx, report.asker, now)
    by, room = report.asker.person, report.room
    after = _write(tx, vote, replace(vote_facts.put(vote, added), reporter=by), by, now)
    here = replace(after, channel=report.asker.channel)
    vote_sends.ask(tx, here, now, asked_here=room.is_writable, may_hear=room.may_hear)
    return Reported(after, report.commune, Came.JOINED, vote_sends.asked_in(tx, after))


def _write(
    tx: Tx, before: CouncilVote, after: CouncilVote, by: PersonId, now: datetime
) -> CouncilVote:
    """Keep what was added: who vouches for it with a source reports it."""
    if after == before:
        return before
    steps: list[Step] = []
    if after.status is VoteStatus.RUMOURED and after.reporter and (after.source or after.url):
        after, steps = after.walk([VoteStatus.REPORTED], by, now)
    else:
        after = replace(after, version=after.version + 1)
    restating.save(tx, before, after, steps, by, now)
    vote_sends.word_again(tx, after, now)
    return after


def _correct(tx: Tx, vote: CouncilVote, report: Report, now: datetime) -> Reported:
    """What was announced is corrected by organisers: they are asked."""
    said = report.facts
    other = {**vote_facts.lacking(vote, said), **vote_facts.differing(vote, said)}
    if not other or vote.status not in AWAITED:
        return Reported(vote, report.commune, Came.KNOWN)
    need_room(tx, report.asker, now)
    statement = doubting.state(tx, vote, other, report.asker.person, now)
    asked = doubting.ask(
        tx,
        vote,
        statement,
        report.asker.channel if report.room.is_writable else None,
        report.room.may_hear,
        now,
    )
    return Reported(vote, report.commune, Came.PROPOSED, asked, statement=statement)


def need_room(tx: Tx, asker: Asker, now: datetime) -> None:
    """Raises Refused where too much waits already: of people's, whose sitting is to come."""
    waiting = [
        one
        for one in votes.of_owner(tx, asker.collective)
        if one.status in UNCONFIRMED and one.reporter is not None and not one.sitting.is_over(now)
    ]
    of_one = sum(one.reporter == asker.person for one in waiting)
    of_one += vote_statements.count_of(tx, asker.collective, asker.person, now.date())
    if of_one >= MOST_OF_ONE:
        raise Refused(Reason.VOTES_OF_YOURS, most=str(MOST_OF_ONE))
    if len(waiting) >= MOST:
        raise Refused(Reason.VOTES_WAITING, most=str(MOST))
