"""Announcements of organisers: scheduled as they were shown, changed by who has seen them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from bot.domain.alerts import OPEN, Alert, AlertState, Draft, DraftState
from bot.domain.ids import PersonId
from bot.domain.recurrence import Occurrence
from bot.domain.refusals import Reason, Refused
from bot.services import alert_turns
from bot.services.alert_choices import found
from bot.services.alert_drafts import draft_of, need_room
from bot.services.asking import Asker
from bot.services.deps import Deps
from bot.store import acts, alerts
from bot.store.base import Tx

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Changed:
    """An alert after somebody's act, and what comes next of it; the state that it `was` in."""

    alert: Alert
    next: Occurrence | None
    now: datetime
    skipped: Occurrence | None = None
    was: AlertState | None = None
    was_new: bool = False


async def confirm(deps: Deps, asker: Asker, id_: int) -> Changed:
    """Schedule what was shown; said twice, it is the same.

    Raises Refused (ALERT_PAST: nothing of it would come any more; ALERT_CHANGED: somebody else
    changed the alert since it was shown).
    """
    now = deps.clock.now()

    def work(tx: Tx) -> Changed:
        one = draft_of(tx, asker, id_)
        if one.state is DraftState.DROPPED:
            raise Refused(Reason.ALERT_DROPPED)
        if one.state is DraftState.TAKEN:
            taken = found(tx, asker.collective, f"alert:{one.alert}")
            return Changed(taken, _next(taken, now), now)
        if one.plan.next(now) is None:
            raise Refused(Reason.ALERT_PAST)
        alert = alert_turns.set_next(tx, _taken(tx, asker, one, now), now)
        alerts.settle_draft(tx, one, DraftState.TAKEN, alert.id)
        return Changed(alert, _next(alert, now), now, was_new=one.alert is None)

    return await deps.store.write(work)


def _taken(tx: Tx, asker: Asker, one: Draft, now: datetime) -> Alert:
    """The alert as drafted, written."""
    if one.alert is None:
        need_room(tx, asker)
        return alerts.add(tx, one, now)
    before = found(tx, asker.collective, f"alert:{one.alert}:{one.version}")
    state = AlertState.SCHEDULED if before.state is AlertState.DONE else before.state
    after = replace(before, plan=one.plan, state=state, version=before.version + 1)
    alerts.save(tx, before, after, now, asker.person)
    return after


async def listed(deps: Deps, asker: Asker) -> list[Changed]:
    """What is scheduled or paused, and what comes next of each: the first to come first, then
    what is paused."""
    now = deps.clock.now()

    def work(tx: Tx) -> list[Changed]:
        held = alerts.of(tx, asker.collective, OPEN)
        found = [Changed(one, _next(one, now), now) for one in held]
        return sorted(found, key=lambda one: one.next.instant if one.next else _NEVER)

    return await deps.store.read(work)


async def skip(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Leave out the next occurrence. Raises Refused."""

    def work(alert: Alert, now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.skip(now)

    return await _act(deps, asker, chosen, work)


async def pause(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce nothing of it until it is resumed. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.PAUSED)


async def resume(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce what comes from now on; it is done where nothing does. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.SCHEDULED)


async def delete(deps: Deps, asker: Asker, chosen: str) -> Changed:
    """Announce it no more; what it was stays in its history. Raises Refused."""
    return await _become(deps, asker, chosen, AlertState.DELETED)


async def restore(deps: Deps, asker: Asker, chosen: str, was: AlertState) -> Changed:
    """What was deleted by mistake is as it `was`. Raises Refused."""

    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.restore(was), None

    return await _act(deps, asker, chosen, work, adds=True)


async def unskip(deps: Deps, asker: Asker, chosen: str, day: date) -> Changed:
    """What was left out by mistake is announced after all. Raises Refused."""

    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.unskip(day), None

    return await _act(deps, asker, chosen, work)


async def hand_over(
    deps: Deps, asker: Asker, chosen: str, to: PersonId, *, organiser: bool
) -> Changed:
    """Give an alert to somebody else to look after. Raises Refused unless they may."""
    if not organiser:
        raise Refused(Reason.NOT_AN_ORGANISER)

    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        if alert.owner == to:
            raise Refused(Reason.ALERT_UNCHANGED)
        return replace(alert, owner=to, version=alert.version + 1), None

    return await _act(deps, asker, chosen, work)


async def _become(deps: Deps, asker: Asker, chosen: str, state: AlertState) -> Changed:
    def work(alert: Alert, _now: datetime) -> tuple[Alert, Occurrence | None]:
        return alert.become(state), None

    return await _act(deps, asker, chosen, work)


async def _act(
    deps: Deps,
    asker: Asker,
    chosen: str,
    work: Callable[[Alert, datetime], tuple[Alert, Occurrence | None]],
    *,
    adds: bool = False,
) -> Changed:
    """Change an alert once for an interaction, and plan what comes next of it; `adds`: there is
    one more than before."""
    now = deps.clock.now()

    def write(tx: Tx) -> Changed:
        if asker.act and (done := acts.done(tx, asker.act)) is not None:
            known = found(tx, asker.collective, f"alert:{done}")
            return Changed(known, _next(known, now), now)
        before = found(tx, asker.collective, chosen)
        if adds:
            need_room(tx, asker)
        after, skipped = work(before, now)
        alerts.save(tx, before, after, now, asker.person)
        after = alert_turns.set_next(tx, after, now)
        acts.record(tx, asker.act, str(after.id), now)
        return Changed(after, _next(after, now), now, skipped, before.state)

    return await deps.store.write(write)


def _next(alert: Alert, now: datetime) -> Occurrence | None:
    return alert.plan.next(now) if alert.state is AlertState.SCHEDULED else None
