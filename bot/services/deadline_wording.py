"""From the facts of a deadline's delivery to its message, at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.domain.calendars import Place
from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.document_requests import Stage
from bot.domain.ids import CityId, DeadlineId
from bot.domain.kept_deadlines import DeadlineState, Kept
from bot.domain.reminders import lateness
from bot.domain.votes import CouncilVote
from bot.ports.chat import Message
from bot.render import deadline_answers as answers
from bot.render import deadline_cards as words
from bot.render import document_requests as request_words
from bot.render.texts import Texts
from bot.services import document_requests, known_deadlines, legal, request_ends
from bot.services.deps import Deps
from bot.store import deadlines
from bot.store import document_requests as stored_requests
from bot.store.base import Tx, instant


def message(tx: Tx, deps: Deps, delivery: Delivery, says: Texts, now: datetime) -> Message | Cause:
    """What to say, or why nothing should be said any more. Raises LookupError."""
    if delivery.kind is Kind.REQUEST_STAGE:
        return _stage(tx, deps, delivery.facts, says)
    id_ = DeadlineId(int(delivery.facts["deadline"]))
    kept = deadlines.get(tx, id_)
    if kept is None:
        raise LookupError(id_)
    first, *others = [one for one in known_deadlines.twins(tx, kept) if _hears(one, kept, delivery)]
    if first.id != kept.id:
        return Cause.STALE
    cards = tuple(known_deadlines.card(tx, deps, one) for one in others)
    card = replace(known_deadlines.card(tx, deps, kept), twins=cards)
    if delivery.kind is Kind.DEADLINE_NEWS:
        if kept.state is DeadlineState.DONE:
            return Cause.STALE
        facts = delivery.facts
        was, by_rule = date.fromisoformat(facts["was"]), bool(facts.get("by_rule"))
        if kept.state is DeadlineState.CANCELLED and "prolonged" in facts:
            return words.prolonged(card, was, says)
        return words.news(card, was, says, by_rule=by_rule)
    may_be_over = delivery.amends is not None and kept.request is None
    is_told = kept.is_alive or may_be_over
    if not is_told or instant(delivery.facts["occurs"]) != kept.occurs:
        return Cause.STALE
    mine = delivery.channel == kept.taker_channel
    late = lateness(delivery.facts, now)
    request = stored_requests.get(tx, kept.request) if kept.request else None
    if request is not None:
        stage = document_requests.card(tx, deps, request)
        return request_words.reminded(card, stage, says, now, mine=mine, late=late)
    return words.reminded(card, says, now, mine=mine, late=late)


def _hears(twin: Kept, kept: Kept, delivery: Delivery) -> bool:
    """Whether what is delivered of one is told of its twin at the same place: in private, both are
    by who took both."""
    return delivery.channel != kept.taker_channel or twin.taker_channel == kept.taker_channel


def _stage(tx: Tx, deps: Deps, facts: Mapping[str, str], says: Texts) -> Message | Cause:
    """The end of a stage; what people ended meanwhile is known."""
    id_ = request_ends.of_key(facts["request"])
    request = stored_requests.get(tx, id_)
    if request is None:
        raise LookupError(id_)
    card = document_requests.card(tx, deps, request)
    if "told" in facts:  # by a person, whatever became of it
        is_again = facts["told"] == "again"
        return (request_words.corrected if is_again else request_words.told)(card, says)
    if not request.is_open and request.stage is not Stage.FORECLOSED:
        return Cause.STALE
    return request_words.told(card, says)


def opened(tx: Tx, deps: Deps, vote: CouncilVote, says: Texts, now: datetime) -> list[str]:
    """What the newest state of a vote makes due: its list, or the window of a challenge."""
    return words.opened(known_deadlines.opened(tx, deps, vote), says, now)


def asked(deps: Deps, facts: Mapping[str, str], says: Texts) -> Message:
    """The answer to who asked for a time limit in a sentence."""
    commune = deps.registry.get(CityId(facts["city"])) if facts["city"] else None
    place = legal.place_of(commune) if commune else Place()
    counted = legal.count(facts["rule"], date.fromisoformat(facts["began"]), place)
    by_publication = facts["rule"] in legal.FROM_PUBLICATION
    always, today = legal.rules().always, legal.today(deps, commune)
    return answers.asked(counted, always, says, today, by_publication=by_publication)
