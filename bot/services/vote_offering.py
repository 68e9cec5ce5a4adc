"""What one collective confirmed is put to the others that follow the city, and what changed of it.

A confirmation holds where it was made. Others announce it when an organiser says so, or at once
where they chose to trust those who confirmed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain import alike, vote_facts
from bot.domain.delivery import Kind
from bot.domain.hearing import Heard
from bot.domain.ids import ChannelId, CityId, CollectiveId, PersonId, VoteId
from bot.domain.offers import OfferState
from bot.domain.refusals import Reason, Refused
from bot.domain.votes import (
    COMING,
    UNCONFIRMED,
    CouncilVote,
    Step,
    VoteStatus,
    is_decided_here,
)
from bot.services import corrections, vote_holding
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import deliveries, follows, trusts, vote_offers, votes
from bot.store.base import Tx
from bot.store.vote_offers import VoteOffer
from bot.store.votes import Draft

_UNANSWERED: Final = frozenset({OfferState.OPEN, OfferState.OVER})
_ENDED: Final = frozenset({VoteStatus.DROPPED, VoteStatus.WITHDRAWN})
MOST_BELIEVED: Final = 10  # an hour, of those who are trusted; the rest is asked about
MOST_A_DAY: Final = 5  # messages to one collective; what is more waits in its list


def offer(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """Put a vote that a collective holds, as it is now, to those that follow its city; not what is
    told where not everybody of its own reads."""
    if vote.heard is not Heard.ALL:
        return
    for follow in follows.of_city(tx, vote.city):
        if follow.collective != vote.owner:
            _put(tx, vote, follow.collective, follow.asked_in, now)


def offer_known(tx: Tx, city: CityId, asker: Asker, now: datetime) -> None:
    """Put the votes to come that others hold already to a collective that begins to follow."""
    told: dict[VoteId, CouncilVote] = {}
    for one in votes.coming_in(tx, city):
        is_told = one.heard is Heard.ALL and not one.sitting.is_over(now)
        if one.owner != asker.collective and is_told:
            told.setdefault(one.root, one)
    for one in told.values():
        made = vote_offers.of_vote(tx, one.id)
        if all(offer.collective != asker.collective for offer in made):
            _put(tx, one, asker.collective, asker.channel, now)


def _put(
    tx: Tx, vote: CouncilVote, collective: CollectiveId, channel: ChannelId, now: datetime
) -> None:
    own = held(tx, vote, collective)
    if is_new_to(own) and not _is_ahead(vote, now):
        _end(tx, vote, collective, now)
    elif own is not None and is_told_the_same(own, vote):
        return
    elif _is_believed(tx, vote, collective, now) and not _is_settled(tx, vote, collective):
        take(tx, vote, collective, channel, None, now)
    else:
        _ask(tx, vote, collective, channel, now)


def _is_believed(tx: Tx, vote: CouncilVote, collective: CollectiveId, now: datetime) -> bool:
    """Whether those who told it are taken at their word: not for much at once, which may be an
    error, or malice."""
    if not trusts.is_given(tx, collective, vote.owner):
        return False
    return votes.taken_since(tx, collective, now - timedelta(hours=1)) < MOST_BELIEVED


def _is_settled(tx: Tx, told: CouncilVote, collective: CollectiveId) -> bool:
    """Whether people of the collective itself decided something of it, be it to leave it: nobody's
    word undoes that."""
    made = vote_offers.of_vote(tx, told.id)
    if any((one.collective, one.state) == (collective, OfferState.IGNORED) for one in made):
        return True
    own = votes.copy_of(tx, told.root, collective)
    found = [own] if own else _same(tx, told, collective)
    return any(is_decided_here(votes.steps(tx, one.id)) for one in found)


def is_new_to(own: CouncilVote | None) -> bool:
    """Whether nothing was announced of what a collective holds."""
    return own is None or own.status in UNCONFIRMED


def _is_ahead(vote: CouncilVote, now: datetime) -> bool:
    return vote.status in COMING and not vote.sitting.is_over(now)


def _ask(
    tx: Tx, vote: CouncilVote, collective: CollectiveId, channel: ChannelId, now: datetime
) -> None:
    before = vote_offers.count_since(tx, collective, now - timedelta(days=1))
    made, is_new = vote_offers.make(tx, vote, collective, channel, now)
    if not is_new:
        word_again(tx, made, now)
    elif before < MOST_A_DAY:
        deliveries.plan(
            tx,
            Kind.VOTE_OFFERED,
            channel,
            cause_of(made),
            now,
            facts=_facts(made),
            collective=collective,
            urgent=True,
        )


def _end(tx: Tx, vote: CouncilVote, collective: CollectiveId, now: datetime) -> None:
    """What nobody took, and is no vote to come any more, is nothing to ask about."""
    for made in vote_offers.of_vote(tx, vote.id):
        if made.collective == collective:
            _is_over(tx, made, now)


def sat(tx: Tx, vote: CouncilVote, now: datetime) -> None:
    """The council sat, or it was another vote that they know of: nobody is asked any more to
    announce that it will."""
    for made in vote_offers.of_vote(tx, vote.id):
        _is_over(tx, made, now)


def _is_over(tx: Tx, made: VoteOffer, now: datetime) -> None:
    if vote_offers.become(tx, made, OfferState.OVER, now, None):
        corrections.correct(tx, cause_of(made), _facts(made), now)


def word_again(tx: Tx, made: VoteOffer, now: datetime) -> None:
    """The question says what is known by now."""
    corrections.correct(tx, cause_of(made), _facts(made), now, merged=True)


def cause_of(made: VoteOffer) -> str:
    return f"vote_offer:{made.id}"


def _facts(made: VoteOffer) -> dict[str, str]:
    return {"offer": str(made.id)}


def held(tx: Tx, told: CouncilVote, collective: CollectiveId) -> CouncilVote | None:
    """The vote as a collective holds it; else the same item of the same sitting, of its own."""
    if (own := votes.copy_of(tx, told.root, collective)) is not None:
        return own
    alive = (one for one in _same(tx, told, collective) if one.status not in _ENDED)
    return next(alive, None)


def _same(tx: Tx, told: CouncilVote, collective: CollectiveId) -> list[CouncilVote]:
    """What a collective has of its own about the same item of the same sitting, in any state; the
    sitting may have been moved since, here or there."""
    were = {one.sitting.day for one in votes.steps(tx, told.id) if one.sitting is not None}
    found = list[CouncilVote]()
    for day in (told.sitting.day, *sorted(were - {told.sitting.day})):
        found += votes.of_sitting(tx, collective, told.city, day)
        found += votes.moved_from(tx, collective, told.city, day)
        if same := alike.surely(list({one.id: one for one in found}.values()), told.item):
            return same
    return []


def is_told_the_same(own: CouncilVote, told: CouncilVote) -> bool:
    """Whether doing as the others do would change nothing."""
    is_same = (own.status, own.sitting, own.tally) == (told.status, told.sitting, told.tally)
    return is_same and not vote_facts.corrected(own, vote_holding.as_told(own, told))


async def answer(
    deps: Deps, asker: Asker, id_: int, *, take_it: bool, trust: bool = False
) -> tuple[CouncilVote, Sequence[ChannelId]]:
    """Announce here what another collective confirmed, or leave it. Raises Refused."""
    now = deps.clock.now()

    def work(tx: Tx) -> tuple[CouncilVote, Sequence[ChannelId]]:
        made = vote_offers.get(tx, id_)
        if made is None or made.collective != asker.collective:
            raise Refused(Reason.NO_VOTE)
        told = votes.get(tx, made.vote)
        assert told is not None
        if take_it and made.state in _UNANSWERED and _comes_too_late(tx, made, told, now):
            raise Refused(Reason.VOTE_OVER)
        state = OfferState.TAKEN if take_it else OfferState.IGNORED
        if not vote_offers.become(tx, made, state, now, asker.person):
            raise Refused(Reason.VOTE_DECIDED)
        corrections.correct(tx, cause_of(made), _facts(made), now)
        if trust:
            trusts.give(tx, asker.collective, told.owner, asker.person, now)
        if not take_it:
            return told, ()
        return take(tx, told, asker.collective, made.channel, asker.person, now)

    return await deps.store.write(work)


def _comes_too_late(tx: Tx, made: VoteOffer, told: CouncilVote, now: datetime) -> bool:
    """Whether a sitting that is over would be announced: only who announced it in time may go on
    with it."""
    if not told.sitting.is_over(now):
        return False
    return told.status in COMING or is_new_to(held(tx, told, made.collective))


def take(
    tx: Tx,
    told: CouncilVote,
    collective: CollectiveId,
    channel: ChannelId,
    by: PersonId | None,
    now: datetime,
) -> tuple[CouncilVote, list[ChannelId]]:
    """Hold a vote as another collective does: announced where it is new, corrected where it was
    told. `by` None where those who told it are trusted."""
    own = held(tx, told, collective)
    if own is None:
        copy = _copy(told, collective, channel, by)
        made = votes.add(tx, copy, now, by, told_by=told.owner)
        return made, vote_holding.hold(tx, made, now)
    if own.status in UNCONFIRMED:
        vote, steps = own.walk(_to_confirmed(own), by, now)
        vote = vote_holding.as_told(vote, told)
        votes.take(tx, vote, [replace(one, told_by=told.owner) for one in steps])
        return vote, vote_holding.hold(tx, vote, now)
    after = vote_holding.as_told(own, told)
    was = own.sitting if own.sitting != after.sitting else None
    step = Step(now, by, own.status, after.status, sitting=was, told_by=told.owner)
    votes.take(tx, after, [step])
    vote_holding.changed(tx, own, after, now, said=vote_facts.corrected(own, after))
    return after, []


def _to_confirmed(own: CouncilVote) -> list[VoteStatus]:
    later = [VoteStatus.CONFIRMED]
    return [VoteStatus.REPORTED, *later] if own.status is VoteStatus.RUMOURED else later


def _copy(
    told: CouncilVote, collective: CollectiveId, channel: ChannelId, by: PersonId | None
) -> Draft:
    return Draft(
        owner=collective,
        city=told.city,
        status=told.status,
        sitting=told.sitting,
        place=told.place,
        item=told.item,
        source=told.source,
        url=told.url,
        reporter=None,
        channel=channel,
        root=told.root,
        confirmer=by,
        tally=told.tally,
        sequence=told.sequence,
        convoked=told.convoked,
    )
