"""What is due, in words, and marked as in flight: all in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from bot.domain.delivery import Cause, Delivery, Fate, State, digest
from bot.outbox.fates import declined
from bot.outbox.looking import is_sought
from bot.ports.chat import Act, Amend, OpenPost, Pin, Say
from bot.render.markdown import Converter
from bot.services import (
    bridge,
    converting,
    holding,
    own_reminders,
    publishing_sends,
    untold,
    vote_watching,
)
from bot.services.converting import LongPost
from bot.services.deps import Deps
from bot.services.wording import Wording
from bot.store import sending
from bot.store.base import Tx
from bot.store.sending import Begun

log = logging.getLogger(__name__)

_PER_LANE = 10  # sends taken at once: few enough that an urgent one soon passes
_ENOUGH = 400  # sends worded at once: these are under way while the next are worded


@dataclass(frozen=True, slots=True)
class Ready:
    """A send that is in flight from now on."""

    delivery: Delivery
    act: Act

    @property
    def begun(self) -> Begun:
        return Begun(self.delivery.id, digest(*_contents(self.act)), self.act.place)


@dataclass(frozen=True, slots=True)
class Round:
    """What can be attempted now, lane by lane; `begun` lacks the lanes that hold doubtful sends.

    Where posts are too `long` to be converted meanwhile, nothing was begun.
    """

    batches: Sequence[Sequence[Delivery]]
    begun: dict[str, list[Ready]]
    is_full: bool  # other lanes may be due as well
    next_due: datetime | None
    long: Sequence[LongPost] = ()


def begin_due(
    tx: Tx, deps: Deps, now: datetime, busy: frozenset[str], after: str, convert: Converter
) -> Round:
    """Take what is due in lanes that are not busy, in turn, from the one `after` which it goes
    on."""
    found = sending.due(tx, now, busy, _PER_LANE, after=after, enough=_ENOUGH)
    next_due = sending.next_due(tx, now)
    posts = converting.long_posts(tx, deps, chain.from_iterable(found))
    if long := [post for post in posts if not convert.knows(*post)]:
        return Round([], {}, False, next_due, long)
    batches = holding.sort_out(tx, deps, found, now)
    certain = [batch for batch in batches if not any(map(is_sought, batch))]
    is_full = sum(map(len, found)) >= _ENOUGH or batches != found
    return Round(batches, begin(tx, deps, now, certain, convert), is_full, next_due)


def begin(
    tx: Tx, deps: Deps, now: datetime, batches: Sequence[Sequence[Delivery]], convert: Converter
) -> dict[str, list[Ready]]:
    """Find what to do for each send and mark it as in flight; by lane, those that are."""
    wording, ready = Wording(tx, deps, now, convert), list[Ready]()
    for delivery in chain.from_iterable(holding.sort_out(tx, deps, batches, now)):
        worded = _worded(wording, delivery)
        if isinstance(worded, Ready):
            ready.append(worded)
        else:
            write(tx, [worded], now)
    begun = sending.begin(tx, (one.begun for one in ready), now)
    sorted_out: dict[str, list[Ready]] = {one[0].lane: [] for one in batches}
    for one in ready:
        if one.delivery.id in begun:
            sorted_out[one.delivery.lane].append(one)
    return sorted_out


def write(tx: Tx, fates: Sequence[Fate], now: datetime) -> None:
    """Write what became of sends, and what follows from it."""
    sending.settle(tx, fates, now)
    for one in fates:
        if one.opens is not None:
            bridge.opened(tx, one, now)
        if one.reason is Cause.CLOSED:
            own_reminders.closed(tx, one.id, now)
        if one.reason is Cause.NOT_A_MEMBER:
            vote_watching.outsider(tx, one.id, now)
        if one.state is State.FAILED:
            publishing_sends.unsaid(tx, one.id, now)
        if one.reason in untold.TROUBLES:
            untold.tell(tx, one.id, one.reason, now)


def _worded(wording: Wording, delivery: Delivery) -> Ready | Fate:
    try:
        act = wording.of(delivery)
    except Exception:  # one send that cannot be worded must not hold the others
        log.exception("outbox.unworded delivery=%d kind=%s", delivery.id, delivery.kind)
        return declined(delivery, Cause.UNWORDED)
    return declined(delivery, act) if isinstance(act, Cause) else Ready(delivery, act)


def _contents(act: Act) -> list[str]:
    """The words that the chat will show, in whichever form."""
    if isinstance(act, Pin):
        return [act.sent]
    if not isinstance(act, Say | Amend | OpenPost):
        return [act.name]
    return [said for said in (act.message.content, act.message.plain) if said]
