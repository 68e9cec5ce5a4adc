"""From the facts of a deadline's delivery to its message, at the moment of sending."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.delivery import Cause, Delivery, Kind
from bot.domain.ids import DeadlineId
from bot.domain.kept_deadlines import DeadlineState
from bot.ports.chat import Message
from bot.render import deadline_cards as words
from bot.render.texts import Texts
from bot.services import known_deadlines
from bot.services.deps import Deps
from bot.store import deadlines
from bot.store.base import Tx, instant


def message(tx: Tx, deps: Deps, delivery: Delivery, says: Texts, now: datetime) -> Message | Cause:
    """What to say, or why nothing should be said any more. Raises LookupError."""
    id_ = DeadlineId(int(delivery.facts["deadline"]))
    kept = deadlines.get(tx, id_)
    if kept is None:
        raise LookupError(id_)
    card = known_deadlines.card(tx, deps, kept)
    if delivery.kind is Kind.DEADLINE_NEWS:
        if kept.state is DeadlineState.DONE:
            return Cause.STALE
        return words.news(card, date.fromisoformat(delivery.facts["was"]), says)
    if not kept.is_alive or instant(delivery.facts["occurs"]) != kept.occurs:
        return Cause.STALE
    mine = delivery.channel == kept.taker_channel
    return words.reminded(card, says, now, mine=mine)
