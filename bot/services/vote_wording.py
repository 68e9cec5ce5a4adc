"""From the facts of a vote's delivery to its message, at the moment of sending."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from bot.domain import alike, vote_facts
from bot.domain.communes import Commune
from bot.domain.delivery import VOTE_QUESTIONS, WATCHER, Cause, Delivery, Kind, State
from bot.domain.hearing import Sees
from bot.domain.ids import ChannelId, CollectiveId, VoteId
from bot.domain.offers import OfferState
from bot.domain.reminders import OF_A_VOTE, lateness
from bot.domain.sittings import Sitting
from bot.domain.vote_facts import Fact
from bot.domain.votes import (
    AWAITED,
    COMING,
    IN_WINDOW,
    PUBLIC,
    UNCONFIRMED,
    CouncilVote,
    VoteStatus,
    is_confirmed_late,
    is_reported_late,
)
from bot.ports.chat import Message, Schedule
from bot.render import deadline_cards, vote_lists, vote_questions, vote_reminders, votes
from bot.render import vote_facts as fact_words
from bot.render.texts import Texts
from bot.render.votes import VoteCard
from bot.services import (
    cities,
    convocations,
    deadline_wording,
    known_tasks,
    known_votes,
    merging,
    vote_deadlines,
    vote_events,
    vote_offering,
    vote_sends,
)
from bot.services.deps import Deps
from bot.store import attendances, evidence, messages, vote_offers, vote_statements
from bot.store import votes as stored
from bot.store.base import Tx, instant
from bot.store.collectives import Collective
from bot.store.vote_statements import Statement, StatementState

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
    if card.vote.merged is not None:
        return _merged(tx, deps, delivery, kind, card.vote, collective, says, now)
    match kind:
        case kind if kind in VOTE_QUESTIONS:
            return _asked(tx, deps, delivery, kind, card, says, now)
        case Kind.VOTE:
            late_news = is_confirmed_late(card.vote, stored.steps(tx, card.vote.id))
            if is_first and not late_news and not _is_worth_telling(card.vote, now):
                return Cause.STALE
            told = votes.announced(card, says, now)
            return _with_due(tx, deps, delivery, card, told, says, now) if late_news else told
        case Kind.VOTE_REMINDER:
            if is_first and not _is_worth_telling(card.vote, now):
                return Cause.STALE
            if card.vote.status not in COMING:
                return Message(votes.headline(card, says))
            late = lateness(delivery.facts, now)
            return vote_reminders.reminded(card, says, now, late=late)
        case _:
            return _news(tx, deps, delivery, card, says, now)


def _asked(
    tx: Tx,
    deps: Deps,
    delivery: Delivery,
    kind: Kind,
    card: VoteCard,
    says: Texts,
    now: datetime,
) -> Message | Cause:
    """What organisers are asked of a vote; once that is answered, what became of it."""
    vote, is_first = card.vote, delivery.amends is None
    match kind:
        case Kind.VOTE_DOUBTED:
            return _doubted(tx, delivery, card, says)
        case Kind.VOTE_RESULT_ASKED if vote.status not in AWAITED and not is_first:
            return Message(votes.headline(card, says))
        case Kind.VOTE_RESULT_ASKED:
            is_awaited = vote.status in AWAITED and vote.sitting.is_over(now)
            return vote_reminders.result_asked(card, says, now) if is_awaited else Cause.STALE
        case Kind.VOTE_APPEAL_REFUSED if born := vote_deadlines.silent_since(tx, vote):
            return _unanswered(tx, deps, card, born, says, now)
        case Kind.VOTE_WINDOW_ASKED if vote.status in IN_WINDOW:
            return _window(tx, delivery, card, says, now)
        case Kind.VOTE_WINDOW_ASKED | Kind.VOTE_APPEAL_REFUSED if not is_first:
            return Message(votes.headline(card, says))
        case Kind.VOTE_UNCONFIRMED if vote.status in UNCONFIRMED or not is_first:
            late, beside = lateness(delivery.facts, now), _beside(tx, delivery, card)
            return vote_questions.asked_again(card, says, now, *beside, late=late)
        case Kind.VOTE_REPORTED if _is_worth_asking(tx, vote, now) or not is_first:
            return vote_questions.reported(card, says, now, *_beside(tx, delivery, card))
        case _:
            return Cause.STALE


def _window(
    tx: Tx, delivery: Delivery, card: VoteCard, says: Texts, now: datetime
) -> Message | Cause:
    """That its window is over; where that was told, and it ends later, until when it is open."""
    last = vote_deadlines.last_day(tx, card.vote)
    if last is None:
        return Cause.STALE
    if delivery.amends is not None and _asked_on(tx, delivery, card) <= last:
        return vote_questions.window_moved(card, last, says)
    if vote_deadlines.open_until(tx, card.vote, now) is not None:
        return Cause.STALE
    supposed = vote_deadlines.is_supposed(tx, card.vote)
    return vote_questions.window_over(card, last, says, supposed=supposed)


def _asked_on(tx: Tx, delivery: Delivery, card: VoteCard) -> date:
    """The day of the question that is worded again."""
    facts = messages.told(tx, delivery.amends).facts if delivery.amends else delivery.facts
    return instant(facts["occurs"]).astimezone(card.vote.sitting.zone).date()


def _unanswered(
    tx: Tx, deps: Deps, card: VoteCard, born: date, says: Texts, now: datetime
) -> Message | Cause:
    """The town hall's silence is a refusal: until when the court is open; nothing once it is not,
    which is a question of its own."""
    if vote_deadlines.open_until(tx, card.vote, now) is None:
        return Cause.STALE
    due = deadline_wording.opened(tx, deps, card.vote, says, now)
    return vote_questions.unanswered(card, born, due, says)


def _merged(
    tx: Tx,
    deps: Deps,
    delivery: Delivery,
    kind: Kind,
    twin: CouncilVote,
    collective: Collective,
    says: Texts,
    now: datetime,
) -> Message | Cause:
    """Of a vote that turned out to be another: its announcement becomes that one's where there is
    no other, and the rest points there."""
    kept = card_of(tx, deps, merging.kept_of(tx, twin), collective)
    if delivery.amends is None:
        is_news = delivery.facts.get("what") == "merged"
        return votes.merged(kept, says) if is_news else Cause.STALE
    cause = vote_sends.cause_of(kept.vote)
    if kind is Kind.VOTE and messages.told_for(tx, cause, delivery.channel) is None:
        return votes.announced(kept, says, now)
    return votes.same_as(kept, says)


def _beside(
    tx: Tx, delivery: Delivery, card: VoteCard
) -> tuple[Sequence[Statement], CouncilVote | None]:
    """What else organisers are to know who are asked to confirm: what others say of it, and an
    older vote of that day, which may be the same."""
    vote = card.vote
    twin = _twin(tx, vote, vote.owner, delivery.channel)
    return vote_statements.against(tx, vote), twin


def _twin(
    tx: Tx, vote: CouncilVote, holder: CollectiveId, channel: ChannelId
) -> CouncilVote | None:
    """What a collective holds that is perhaps the same, of what the channel may know of; the older
    of two of its own. What was called off, and is told again, comes first."""
    if vote.owner == holder and vote.earlier is not None:
        return stored.get(tx, vote.earlier)
    day = stored.of_sitting(tx, holder, vote.city, vote.sitting.day)
    alive = [one for one in day if one.status not in alike.GONE]
    older = [one for one in alive if one.id < vote.id or vote.owner != holder]
    told = (
        one
        for one in alike.perhaps(older, vote.item)
        if one.status not in UNCONFIRMED or channel in vote_sends.asked_in(tx, one)
    )
    return next(told, None)


def event(
    tx: Tx, deps: Deps, delivery: Delivery, collective: Collective, says: Texts, now: datetime
) -> Schedule | Cause:
    """What the chat server's own calendar is to hold."""
    card = card_of(tx, deps, _vote(tx, delivery), collective)
    return vote_events.worded(tx, delivery, card, says, now)


def _is_worth_telling(vote: CouncilVote, now: datetime) -> bool:
    """What nobody was told of, and is over, would only puzzle."""
    return vote.status in COMING and not vote.sitting.is_over(now)


def _is_worth_asking(tx: Tx, vote: CouncilVote, now: datetime) -> bool:
    """Nobody needs to confirm what was answered, or is over; what was told of only then is asked
    about."""
    if vote.status not in UNCONFIRMED:
        return False
    return not vote.sitting.is_over(now) or is_reported_late(vote, stored.steps(tx, vote.id))


def next_of(
    tx: Tx,
    collective: Collective,
    asked: Sequence[Commune],
    unconfirmed: Collection[str],
    says: Texts,
    now: datetime,
    sees: Sees,
    day: date | None = None,
) -> Message:
    """What is to come in each of these cities, as the collective holds it, that who asks `sees`; of
    what nobody confirmed, those that they may see, by their numbers. `day`: which is asked for."""

    def tells(vote: CouncilVote) -> bool:
        return str(vote.id) in unconfirmed

    found = [known_votes.next_in(tx, collective.id, one, now, sees, tells) for one in asked]
    return vote_lists.next_votes(found, says, collective.zone, day)


def card_of(tx: Tx, deps: Deps, vote: CouncilVote, collective: Collective) -> VoteCard:
    """What is told of a vote. Raises LookupError where the registry lost its city."""
    commune = cities.existing(deps, vote.city)
    coming = attendances.counts(tx, vote.id)
    town = cities.told(deps, commune)
    photos = evidence.count(tx, vote.id) if vote.status in UNCONFIRMED else 0
    missing = known_tasks.missing_for(tx, vote)
    called = convocations.counted(deps, vote) if vote.convoked else None
    return VoteCard(vote, commune, coming, collective.zone, town, photos, missing, called)


def _vote(tx: Tx, delivery: Delivery) -> CouncilVote:
    facts = delivery.facts
    id_ = VoteId(int(next(facts[noun] for noun in OF_A_VOTE if noun in facts)))
    vote = stored.get(tx, id_)
    if vote is None:
        raise LookupError(id_)
    return vote


def _news(
    tx: Tx, deps: Deps, delivery: Delivery, card: VoteCard, says: Texts, now: datetime
) -> Message | Cause:
    """Only who heard of the vote needs to hear what became of it: of its announcement, or where
    that never was, of a reminder."""
    announced = messages.told_for(tx, vote_sends.cause_of(card.vote), delivery.channel)
    if announced is not None and announced.state in _UNTOLD:
        return Cause.STALE
    facts = delivery.facts
    said = {name: told for name, told in facts.items() if name != Fact.HOUR}  # that of before
    if facts["what"] == "corrected":
        return votes.corrected(card, said, says, why=facts["why"])
    became = _became(tx, deps, delivery, card, says, now)
    also = fact_words.corrected(said, says)
    return replace(became, content="\n".join([became.content, *also]))


def _became(
    tx: Tx, deps: Deps, delivery: Delivery, card: VoteCard, says: Texts, now: datetime
) -> Message:
    facts, sitting = delivery.facts, card.vote.sitting
    if facts["what"] == "moved":
        moved = replace(card.vote, sitting=_at(facts["to_day"], facts["to_hour"], sitting))
        before = _at(facts["day"], facts["hour"], sitting)
        to_one = WATCHER in facts
        tasks = _following_it(tx, delivery, card) if before.day != moved.sitting.day else 0
        return votes.moved(
            replace(card, vote=moved), before, says, why=facts["why"], to_one=to_one, tasks=tasks
        )
    if facts["what"] == "hour":
        told_at = _at(facts["to_day"], facts["to_hour"], sitting)
        now_known = replace(card, vote=replace(card.vote, sitting=told_at))
        return votes.hour_known(now_known, says, why=facts["why"])
    is_result = facts["what"] == "result"
    if is_result and card.vote.status in PUBLIC:  # what was adopted stays so, whatever came of it
        card = replace(card, vote=replace(card.vote, status=VoteStatus.ADOPTED))
    told = votes.news(
        card,
        facts["what"],
        says,
        why=facts["why"],
        was=facts.get("was", ""),
        over=sitting.is_over(now),
        tasks=_following_it(tx, delivery, card)
        if facts["what"] == "postponed"
        else _ended_with_it(tx, delivery),
    )
    asked = is_result and _vote(tx, delivery).status is VoteStatus.ADOPTED
    return _with_due(tx, deps, delivery, card, told, says, now, is_result=asked)


def _following_it(tx: Tx, delivery: Delivery, card: VoteCard) -> int:
    """How many tasks have their day where its sitting is, of those that are heard of there; who
    hears of it in private is told of their own apart."""
    if WATCHER in delivery.facts:
        return 0
    return known_tasks.following(tx, card.vote, lambda one: one == delivery.channel)


def _ended_with_it(tx: Tx, delivery: Delivery) -> int:
    """How many tasks ended, or came back, because the vote did, of those that are heard of there;
    who hears of it in private is told of their own apart."""
    if WATCHER in delivery.facts:
        return 0
    return len(known_tasks.told_in(tx, delivery.facts.get("tasks", ""), delivery.channel))


def _with_due(
    tx: Tx,
    deps: Deps,
    delivery: Delivery,
    card: VoteCard,
    told: Message,
    says: Texts,
    now: datetime,
    *,
    is_result: bool = True,
) -> Message:
    """What became of a vote, with what that makes due, and the question that comes next."""
    due = deadline_wording.opened(tx, deps, card.vote, says, now)
    is_asked = WATCHER not in delivery.facts and is_result
    asked = is_asked and card.vote.status is VoteStatus.ADOPTED
    return replace(
        told,
        content="\n".join([told.content, *due]),
        buttons=(deadline_cards.published(card.vote.id, says),) if asked else (),
    )


def _doubted(tx: Tx, delivery: Delivery, card: VoteCard, says: Texts) -> Message | Cause:
    said = vote_statements.get(tx, int(delivery.facts["statement"]))
    if said is None:
        raise LookupError(delivery.facts["statement"])
    taken = None if said.state is StatementState.OPEN else said.state is StatementState.TAKEN
    if taken is None and said.day != card.vote.sitting.day:
        taken = False  # it was said of another sitting
    elif taken is None and not vote_facts.unlike(card.vote, said.facts):
        taken = True  # somebody put it right meanwhile
    if taken is not None and delivery.amends is None:
        return Cause.STALE
    return vote_questions.doubted(card, said, taken, says)


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
    moved = own is None or own.sitting != told.sitting
    twin = _twin(tx, told, offer.collective, delivery.channel) if own is None else None
    return vote_questions.offered(
        card, offer.state, offer.id, says, known=known, moved=moved, twin=twin
    )
