"""From the facts of a vote's delivery to its message, at the moment of sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.communes import Commune
from bot.domain.delivery import Cause, Delivery, Kind, State
from bot.domain.ids import VoteId
from bot.domain.offers import OfferState
from bot.domain.sittings import Sitting
from bot.domain.votes import AWAITED, COMING, UNCONFIRMED, CouncilVote, VoteStatus
from bot.ports.chat import Message, Schedule
from bot.render import vote_answers, vote_questions, vote_reminders, votes
from bot.render.texts import Texts
from bot.render.votes import VoteCard
from bot.services import (
    deadline_wording,
    known_tasks,
    known_votes,
    vote_events,
    vote_offering,
    vote_sends,
)
from bot.services.deps import Deps
from bot.store import attendances, messages, vote_offers
from bot.store import votes as stored
from bot.store.base import Tx
from bot.store.collectives import Collective

_UNTOLD = {State.WITHHELD, State.FAILED}


def message(
    tx: Tx,
    deps: Deps,
    delivery: Delivery,
    kind: Kind,
    collective: Collective,
    says: Texts,
    now: datetime,
) -> Message | Cause:
    """What to say, or why nothing should be said any more. `kind`: of the message, which a
    correction words again."""
    if kind is Kind.VOTE_OFFERED:
        return _offered(tx, deps, delivery, collective, says)
    card = card_of(tx, deps, _vote(tx, delivery), collective)
    is_first = delivery.amends is None
    match kind:
        case Kind.VOTE_REPORTED:
            if is_first and card.vote.status not in UNCONFIRMED:
                return Cause.STALE
            return vote_questions.reported(card, says)
        case Kind.VOTE:
            if is_first and not _is_worth_telling(card.vote, now):
                return Cause.STALE
            return votes.announced(card, says, now)
        case Kind.VOTE_RESULT_ASKED:
            if card.vote.status not in AWAITED or not card.vote.sitting.is_over(now):
                return Cause.STALE
            return vote_reminders.result_asked(card, says, now)
        case Kind.VOTE_REMINDER:
            if is_first and not _is_worth_telling(card.vote, now):
                return Cause.STALE
            if card.vote.status not in COMING:
                return Message(votes.headline(card, says))
            return vote_reminders.reminded(card, says, now)
        case _:
            return _news(tx, deps, delivery, card, says)


def event(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts, now: datetime
) -> Schedule | Cause:
    """What the chat server's own calendar is to hold."""
    card = card_of(tx, deps, _vote(tx, delivery), collective)
    return vote_events.worded(tx, delivery, card, says, now)


def _is_worth_telling(vote: CouncilVote, now: datetime) -> bool:
    """What nobody was told of, and is over, would only puzzle."""
    return vote.status in COMING and not vote.sitting.is_over(now)


def next_of(
    tx: Tx, collective: Collective, asked: Sequence[Commune], says: Texts, now: datetime
) -> Message:
    """The next vote of each of these cities, as the collective holds it."""
    return vote_answers.next_votes(
        [(one, next(iter(_ahead(tx, collective, one, now)), None)) for one in asked],
        says,
        collective.zone,
    )


def _ahead(tx: Tx, collective: Collective, commune: Commune, now: datetime) -> list[CouncilVote]:
    return known_votes.coming(stored.told_in(tx, collective.id, commune.code), now)


def card_of(tx: Tx, deps: Deps, vote: CouncilVote, collective: Collective) -> VoteCard:
    """What is told of a vote. Raises LookupError where the registry lost its city."""
    commune = deps.registry.get(vote.city)
    if commune is None:
        raise LookupError(vote.city)
    missing = known_tasks.missing_for(tx, vote)
    return VoteCard(vote, commune, attendances.counts(tx, vote.id), collective.zone, missing)


def _vote(tx: Tx, delivery: Delivery) -> CouncilVote:
    facts = delivery.facts
    id_ = VoteId(int(facts["vote"] if "vote" in facts else facts["result"]))
    vote = stored.get(tx, id_)
    if vote is None:
        raise LookupError(id_)
    return vote


def _news(tx: Tx, deps: Deps, delivery: Delivery, card: VoteCard, says: Texts) -> Message | Cause:
    """Only who heard of the vote needs to hear what became of it: of its announcement, or where
    that never was, of a reminder."""
    announced = messages.told_for(tx, vote_sends.cause_of(card.vote), delivery.channel)
    if announced is not None and announced.state in _UNTOLD:
        return Cause.STALE
    facts, sitting = delivery.facts, card.vote.sitting
    if facts["what"] == "moved":
        moved = replace(card.vote, sitting=_at(facts["to_day"], facts["to_hour"], sitting))
        before = _at(facts["day"], facts["hour"], sitting)
        return votes.moved(replace(card, vote=moved), before, says, why=facts["why"])
    told = votes.news(card, facts["what"], says, why=facts["why"], was=facts.get("was", ""))
    due = deadline_wording.opened(tx, deps, card.vote, says)
    return replace(told, content="\n".join([told.content, *due]))


def _at(day: str, hour: str, now: Sitting) -> Sitting:
    at = time.fromisoformat(hour) if hour else None
    return Sitting(date.fromisoformat(day), at, now.zone)


def _offered(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts
) -> Message | Cause:
    offer = vote_offers.get(tx, int(delivery.facts["offer"]))
    if offer is None:
        raise LookupError(delivery.facts["offer"])
    if delivery.amends is None and offer.state is not OfferState.OPEN:
        return Cause.STALE
    told = stored.get(tx, offer.vote)
    assert told is not None
    own = vote_offering.held(tx, told, offer.collective)
    known = own is not None and own.status not in UNCONFIRMED | {VoteStatus.DROPPED}
    card = card_of(tx, deps, told, collective)
    return vote_questions.offered(card, offer.state, offer.id, says, known=known)
