"""What becomes of a send, by what the chat answered."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final, assert_never

from bot.domain.delivery import OPENINGS, Cause, Delivery, Fate, Kind, State, pause
from bot.domain.ids import MessageId
from bot.ports.chat import Refusal, Rejected, Sent, Unknown

log = logging.getLogger(__name__)

DEFECT: Final = "defect"
_MOST_DEFECTS: Final = 5  # a defect that stays must not hold what comes after
_MAY_COME_FOR: Final = timedelta(days=1)
_CALENDAR_AGAIN: Final = timedelta(hours=1)
_NOT_WORTH_IT: Final = frozenset({Kind.THREAD, Kind.THREAD_NAME, Kind.UNTOLD, Kind.PIN})
_LASTING: Final = {
    Refusal.NO_RIGHT: Cause.NO_RIGHT,
    Refusal.NO_CHANNEL: Cause.NO_CHANNEL,
    Refusal.CLOSED: Cause.CLOSED,
    Refusal.INVALID: Cause.INVALID,
    Refusal.TOO_MANY: Cause.TOO_MANY,
    Refusal.NO_MESSAGE: Cause.NO_MESSAGE,
    Refusal.NOT_A_MEMBER: Cause.NOT_A_MEMBER,
}


def fate(
    delivery: Delivery, outcome: Sent | Rejected | Unknown, now: datetime, random: Random
) -> Fate:
    """Done, failed for good, or planned again."""
    match outcome:
        case Sent(message):
            return _of(delivery, State.SENT, message=message)
        case Rejected():
            return _rejected(delivery, outcome, now, random)
        case Unknown(why):
            log.warning("outbox.unknown delivery=%d why=%s", delivery.id, why)
            if why == DEFECT and delivery.attempts >= _MOST_DEFECTS:
                return _of(delivery, State.FAILED, Cause.DEFECT)
            return _again(delivery, now, random, doubtful=True)
        case _:
            assert_never(outcome)


def declined(delivery: Delivery, cause: Cause) -> Fate:
    """Nothing is to be sent any more."""
    state = State.FAILED if cause is Cause.UNWORDED else State.WITHHELD
    return _of(delivery, state, cause)


def _again(delivery: Delivery, now: datetime, random: Random, *, doubtful: bool) -> Fate:
    wait = pause(delivery.attempts, random.random())
    return Fate(delivery.id, State.PLANNED, retry_at=now + wait, doubtful=doubtful)


def _of(
    delivery: Delivery,
    state: State,
    reason: Cause | None = None,
    message: MessageId | None = None,
) -> Fate:
    is_over = delivery.kind is Kind.STARTER and state is State.WITHHELD
    opens = delivery.mirror if is_over or delivery.kind in OPENINGS else None
    return Fate(delivery.id, state, reason, message, opens=opens)


def _rejected(delivery: Delivery, outcome: Rejected, now: datetime, random: Random) -> Fate:
    log.warning("outbox.rejected delivery=%d why=%s", delivery.id, outcome.refusal)
    cause = _LASTING.get(outcome.refusal)
    if cause is not None and not _is_hopeful(delivery, outcome.refusal, now):
        return _of(delivery, State.FAILED, cause)
    planned = replace(_again(delivery, now, random, doubtful=delivery.doubtful), reason=cause)
    if cause is not None and delivery.kind in OPENINGS:
        planned = replace(planned, opens=delivery.mirror)
    if cause is not None and delivery.kind is Kind.VOTE_EVENT:
        planned = replace(planned, retry_at=now + _CALENDAR_AGAIN)
    if outcome.retry_after_s is None:
        return planned
    return replace(planned, retry_at=now + timedelta(seconds=outcome.retry_after_s))


def _is_hopeful(delivery: Delivery, refusal: Refusal, now: datetime) -> bool:
    """A right may be given soon, and threads archived; but where no thread can be opened in a
    channel of messages, there is another way. A calendar that is out of step misleads until the
    sitting, which ends the wait."""
    if delivery.kind is Kind.VOTE_EVENT:
        return refusal in {Refusal.NO_RIGHT, Refusal.TOO_MANY}
    if refusal is Refusal.TOO_MANY:
        waits = delivery.kind is Kind.FORUM_POST
    else:
        waits = refusal is Refusal.NO_RIGHT and delivery.kind not in _NOT_WORTH_IT
    return waits and now - delivery.due < _MAY_COME_FOR
